using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Sensitivities;
using Orrery.Experiments.Questions;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;
using Orrery.Workloads.Operators;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of one operator: the time, where it goes, how near to the roof it is, and what would help.</summary>
public static class PredictionScreen
{
    private const int LongestBar = 40;
    private const double LeastGain = 0.0005;

    public static void Print(Prediction answer, IReadOnlyList<string> overrides, IAnsiConsole screen)
    {
        string changes = overrides.Count > 0 ? $" with {string.Join(", ", overrides)}" : "";
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape($"{answer.Question} {answer.Shape}, {answer.Format}")}[/]");
        string calibrated = answer.Gpu.Calibration.Count > 0 ? $", {answer.Gpu.Calibration.Count} constants calibrated" : "";
        screen.MarkupLine(Markup.Escape($"on {answer.Gpu.Name}{changes}, {answer.Fidelity} model{calibrated}"));
        screen.WriteLine();
        screen.Write(Tables.Facts(
            ("time", $"{Readable.Time(answer.Cost.Seconds)}, bound by {Names.Of(answer.Cost.Bound)}, {Origin(answer)}"),
            ("arithmetic", Arithmetic(answer)),
            ("memory", $"{Readable.Bytes(answer.Bytes)} at least, {Readable.BytesRate(answer.BytesPerSecond)}: {Readable.Percent(answer.BytesPerSecond / answer.PeakBytesPerSecond)} of {Readable.BytesRate(answer.PeakBytesPerSecond)}"),
            ("roofline", Roofline(answer)),
            ("tiling", answer.Cost.Tiling.Tiles > 0 ? answer.Cost.Tiling.ToString() : null),
            ("algorithm", answer.Cost.Algorithm.Length > 0 ? answer.Cost.Algorithm : null),
            ("kernels", Readable.Whole(answer.Cost.Kernels)),
            ("clock", answer.Cost.Joules > 0 ? $"{new Frequency(answer.Gpu.Clock.Boost.Hertz * answer.Cost.ClockFactor).Show()}, {Readable.Percent(answer.Cost.ClockFactor)} of the boost clock" : null),
            ("energy", answer.Cost.Joules > 0 ? $"{Readable.Digits(answer.Cost.Joules * 1e3)} mJ, {Readable.Digits(answer.Cost.Watts)} W of {answer.Gpu.Tdp}" : null)));
        screen.WriteLine();
        if (answer.Steps.Count > 1)
            PrintSteps(answer, screen);
        screen.MarkupLine("Where the time goes [grey](the parts overlap, launch is added)[/]");
        screen.Write(Bars(answer.Cost.Breakdown.Parts.Select(part => (part.Name, part.Seconds, Readable.Time(part.Seconds)))));
        screen.WriteLine();
        // Links are no part of what a single GPU does by itself.
        PrintGains([.. answer.Sensitivities.Where(one => one.Change.Key != "link_bandwidth" || answer.Cost.Breakdown.Network > 0)], screen);
        screen.WriteLine();
    }

    private static void PrintSteps(Prediction answer, IAnsiConsole screen)
    {
        Table table = Tables.List("Operator", "Shape", ">FLOP", ">Bytes", ">Time", ">Share", "Bound", "From");
        foreach ((Operator work, OperatorCost cost) in answer.Steps)
        {
            table.AddRow(
                Markup.Escape(work.Name), Markup.Escape(work.Shape), Readable.Count(work.Flops), Readable.Bytes(work.Bytes), Readable.Time(cost.Seconds),
                Readable.Share(cost.Seconds / answer.Cost.Seconds), Names.Of(cost.Bound), cost.Origin.ToString().ToLowerInvariant());
        }

        screen.Write(table);
    }

    private static void PrintGains(IReadOnlyList<Sensitivity> all, IAnsiConsole screen)
    {
        Sensitivity[] gains = [.. all.Where(one => one.Gain >= LeastGain)];
        if (gains.Length == 0)
        {
            screen.MarkupLine("What would help: nothing of the GPU; the time is that of starting kernels.");
            return;
        }
        screen.MarkupLine("What 10 % more would gain [grey](each by itself, by the model)[/]");
        screen.Write(Bars(gains.Select(one => (one.Change.Title, one.Gain, $"+{one.Gain * 100:0.0} %"))));
        string[] losses = [.. all.Where(one => one.Gain <= -LeastGain).Select(one => $"{one.Change.Title} {one.Gain * 100:0.0} %")];
        if (losses.Length > 0)
            screen.MarkupLine(Markup.Escape($"  slower with more: {string.Join(", ", losses)}"));
        string[] rest = [.. all.Where(one => Math.Abs(one.Gain) < LeastGain).Select(one => one.Change.Title)];
        if (rest.Length > 0)
            screen.MarkupLine($"  [grey]nothing: {Markup.Escape(string.Join(", ", rest))}[/]");
    }

    private static string Origin(Prediction answer) => answer.Cost.Origin switch
    {
        CostOrigin.Measured => $"measured (the model says {Readable.Time(answer.ModelSeconds)})",
        CostOrigin.Interpolated => $"interpolated between measured shapes (the model says {Readable.Time(answer.ModelSeconds)})",
        _ when answer.Steps.Any(step => step.Cost.Origin != CostOrigin.Modelled) => $"measured in part (the model says {Readable.Time(answer.ModelSeconds)})",
        _ => "modelled",
    };

    private static string? Arithmetic(Prediction answer) => answer.Flops <= 0 ? null
        : $"{Readable.Flops(answer.Flops)}, {Readable.FlopsRate(answer.FlopsPerSecond)}: {Readable.Percent(answer.FlopsPerSecond / answer.PeakFlopsPerSecond)} of {Readable.FlopsRate(answer.PeakFlopsPerSecond)}";

    private static string? Roofline(Prediction answer)
    {
        if (answer.Flops <= 0 || answer.Bytes <= 0)
            return null;
        string side = answer.ArithmeticIntensity < answer.Ridge ? "left of the ridge at" : "right of the ridge at";
        return $"{Readable.Digits(answer.ArithmeticIntensity)} FLOP/B, {side} {Readable.Digits(answer.Ridge)}: {Readable.Time(answer.RooflineSeconds)} at best, {Readable.Percent(answer.RooflineSeconds / answer.Cost.Seconds)} of it reached";
    }

    private static Grid Bars(IEnumerable<(string Name, double Value, string Text)> bars)
    {
        (string Name, double Value, string Text)[] all = [.. bars];
        double largest = all.Max(bar => bar.Value);
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2))
            .AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().NoWrap().PadLeft(0));
        foreach ((string name, double value, string text) in all)
            grid.AddRow(Markup.Escape(name), text, $"[dodgerblue1]{(largest > 0 ? Bar.Of(value / largest, LongestBar) : "")}[/]");
        return grid;
    }
}
