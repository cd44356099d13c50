using Orrery.Experiments.Training;
using Orrery.Reporting.Training;
using Orrery.Training.Memory;

namespace Orrery.Reporting.Charts;

/// <summary>What a GPU of each pipeline stage holds when it holds most, by kind, beside what it has.</summary>
public static class MemoryBars
{
    private const double Width = 960;
    private const double LabelWidth = 90;
    private const double NumberWidth = 175;
    private const double RowHeight = 26;
    private const double BarHeight = 18;

    /// <summary>The kinds in the order in which they are drawn, with their colours.</summary>
    public static IReadOnlyList<(string Name, string Css)> Kinds { get; } =
    [
        ("weights", "t-compute"), ("gradients", "t-backward"), ("optimizer", "t-optimizer"), ("activations", "t-data"), ("buffers", "t-pipeline"),
        ("overhead", "t-offload"),
    ];

    public static string Draw(TrainingResult result, MemoryTier tier = MemoryTier.Gpu)
    {
        MemoryUse[] uses = [.. ShownStages.Of(result.Stages).Select(line => result.Step.StageMemory[line.Stage])];
        double room = Width - LabelWidth - NumberWidth;
        double most = uses.Max(use => Math.Max(use.TotalOf(tier), use.CapacityOf(tier)));
        Svg svg = new(Width, (uses.Length * RowHeight) + 4, $"{TierNames.Heading(tier)} of a GPU of each stage, by kind");
        for (int row = 0; row < uses.Length; row++)
        {
            MemoryUse use = uses[row];
            double top = 2 + (row * RowHeight);
            double y = top + ((RowHeight - BarHeight) / 2);
            svg.Text(LabelWidth - 12, top + (RowHeight / 2) + 4.5, $"stage {use.Stage}", "label", "end");
            svg.Rect(LabelWidth, y, room * use.CapacityOf(tier) / most, BarHeight, "track");
            double x = LabelWidth;
            foreach ((string name, string css) in Kinds)
            {
                double bytes = use.PartsOf(tier).FirstOrDefault(part => part.Name == name).Bytes;
                double width = room * bytes / most;
                svg.Rect(x, y, width, BarHeight, css, tip: $"{name}: {TrainingVerdict.Memory(bytes)}");
                x += width;
            }

            svg.Line(LabelWidth + (room * use.CapacityOf(tier) / most), y - 2, LabelWidth + (room * use.CapacityOf(tier) / most), y + BarHeight + 2, "roof");
            svg.Text(Width, top + (RowHeight / 2) + 4.5, $"{TrainingVerdict.Memory(use.TotalOf(tier))} of {TrainingVerdict.Memory(use.CapacityOf(tier))}", "value", "end");
        }

        return svg.ToString();
    }
}
