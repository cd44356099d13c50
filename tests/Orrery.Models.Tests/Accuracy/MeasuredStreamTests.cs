using System.Globalization;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>
/// Streaming kernels, single layers and whole models against measured ones, by GPU and class. The limits lie a little above what is
/// reached, to notice a step back.
/// </summary>
public sealed class MeasuredStreamTests(ITestOutputHelper output)
{
    private const string Missing =
        "The measured times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.";

    [Fact]
    public void Is_every_class_of_streaming_kernel_within_13_per_cent_on_every_gpu() => Hold("elementwise.csv", _ => 13);

    [Fact]
    public void Is_every_whole_model_within_a_tenth_and_a_layer_s_operators_within_a_sixth()
    {
        Hold("e2e.csv", gpu => gpu == "T4" ? 15 : 10);
        Hold("layer_breakdown.csv", _ => 16);
    }

    [Fact]
    public void Is_no_streaming_row_left_out()
    {
        MeasuredTable table = Read("elementwise.csv");
        Assert.Empty(table.Skipped);
        Assert.Equal(["A100-80GB(vidur)", "A100-PCIE-40GB", "A100-SXM4-80GB", "T4", "V100-PCIE-32GB"],
            table.Rows.Select(row => row.Gpu).Distinct().Order(StringComparer.Ordinal));
    }

    // The table counts each array once, as an operator does, but leaves out the few weights of a norm and the indices of a gather.
    [Fact]
    public void Are_the_bytes_of_every_measured_operator_those_of_the_table()
    {
        MeasuredTable table = Read("elementwise.csv");
        IReadOnlyList<Dictionary<string, string>> raw = MeasuredRows.Read("elementwise.csv");
        foreach (MeasuredRow row in table.Rows)
        {
            double bytes = row.Work.Sum(work => work.Bytes - (work is Norm norm ? (norm.Rms ? 1 : 2) * norm.Columns * norm.Format.Bytes : 0));
            double told = raw[row.Line - 2].Number("bytes_rw");
            Assert.True(Math.Abs((bytes / told) - 1) < 0.01, $"line {row.Line}: {bytes} bytes, the table says {told}");
        }
    }

    private void Hold(string file, Func<string, double> limit)
    {
        AnalyticCost cost = new();
        foreach (IGrouping<(string Gpu, string Class), MeasuredRow> group in Read(file).Rows.GroupBy(row => (row.Gpu, row.Class)))
        {
            double mape = 100 * group.Average(row => Math.Abs((Shown(cost, row) / row.Seconds) - 1));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file} {group.Key.Gpu} {group.Key.Class}: {group.Count()} rows, mean absolute error {mape:F1} %"));
            Assert.InRange(mape, 0, limit(group.Key.Gpu));
        }
    }

    private static double Shown(AnalyticCost cost, MeasuredRow row)
    {
        Gpu gpu = GpuCatalogue.Find(row.Gpu)!;
        OperatorCost[] parts = [.. row.Work.Select(work => cost.Cost(work, gpu))];
        return MethodCatalogue.Find(row.Method)!.Shown(row.Repeats * parts.Sum(part => part.Seconds), row.Work,
            parts.Sum(part => part.Kernels), PhysicalConstants.Default.Method);
    }

    private static MeasuredTable Read(string file)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured), Missing);
        List<Diagnostic> diagnostics = [];
        MeasuredTable? table = MeasuredTable.Read(Path.Combine(Repository.Measured, file), diagnostics);
        Assert.Empty(diagnostics);
        return table!;
    }
}
