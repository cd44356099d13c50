using Orrery.Configuration;
using Orrery.CostModels.Measured;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>Measured streaming kernels are read as the operators that they are.</summary>
public sealed class MeasuredStreamTests
{
    private const string Missing =
        "The measured times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.";

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
            double bytes = row.Work.Sum(work => work.Bytes - Weights(work));
            double told = raw[row.Line - 2].Number("bytes_rw");
            Assert.True(Math.Abs((bytes / told) - 1) < 0.01, $"line {row.Line}: {bytes} bytes, the table says {told}");
        }
    }

    private static double Weights(Operator work) =>
        work is Norm norm ? (norm.Rms ? 1 : 2) * norm.Columns * norm.Format.Bytes : 0;

    private static MeasuredTable Read(string file)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured), Missing);
        List<Diagnostic> diagnostics = [];
        MeasuredTable? table = MeasuredTable.Read(Path.Combine(Repository.Measured, file), diagnostics);
        Assert.Empty(diagnostics);
        return table!;
    }
}
