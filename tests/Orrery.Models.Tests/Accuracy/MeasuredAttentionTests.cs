using System.Globalization;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>
/// Mean errors over whole tables of measured attention calls and mixtures of experts. The limits lie a little above what is reached, to
/// notice a step back.
/// </summary>
public sealed class MeasuredAttentionTests(ITestOutputHelper output)
{
    private static readonly AnalyticCost Cost = new();

    [Theory]
    [InlineData("attention.csv", "A100-SXM4-80GB", "prefill", 11)]
    [InlineData("attention.csv", "A100-SXM4-80GB", "decode", 12)]
    [InlineData("attention.csv", "A100-80GB(vidur)", "prefill", 12)]
    [InlineData("attention.csv", "A100-80GB(vidur)", "decode", 12)]
    [InlineData("attention.csv", "B200-SXM-180GB", "prefill", 11)]
    [InlineData("attention.csv", "B200-SXM-180GB", "decode", 15)]
    [InlineData("moe.csv", "A100-SXM4-80GB", "bf16", 16)]
    public void Are_measured_calls_right(string file, string gpu, string kind, double limit)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        List<Diagnostic> diagnostics = [];
        MeasuredTable table = MeasuredTable.Read(Path.Combine(Repository.Measured, file), diagnostics)!;
        Assert.Empty(diagnostics);
        Gpu device = GpuCatalogue.Find(gpu)!;
        double[] errors =
        [
            .. table.Rows.Where(row => row.Gpu == gpu && row.Class == kind && !row.Suspect)
                .Select(row => (Shown(row, device) / row.Seconds) - 1),
        ];

        double mape = 100 * errors.Average(Math.Abs);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file} {gpu} {kind}: {errors.Length} rows, mean absolute error {mape:F1} %, bias {100 * errors.Average():F1} %"));
        Assert.InRange(mape, 0, limit);
    }

    private static double Shown(MeasuredRow row, Gpu gpu)
    {
        OperatorCost[] parts = [.. row.Work.Select(work => Cost.Cost(work, gpu))];
        return MethodCatalogue.Find(row.Method)!.Shown(
            parts.Sum(part => part.Seconds), row.Work, parts.Sum(part => part.Kernels), PhysicalConstants.Default.Method);
    }
}
