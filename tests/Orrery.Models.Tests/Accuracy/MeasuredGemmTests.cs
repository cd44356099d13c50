using System.Globalization;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Validation;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>
/// Mean errors over the measured multiplications, as <c>orrery validate</c> tells them. The limits lie a little above what is
/// reached, to notice a step back.
/// </summary>
public sealed class MeasuredGemmTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<Comparison>> Compared = new(() =>
    {
        Measurements measurements = Measurements.Read(Path.Combine(Repository.Measured, "gemm.csv"));
        return new Validator(new AnalyticCost(), PhysicalConstants.Default).Compare(measurements.Tables.SelectMany(table => table.Rows));
    });

    [Theory]
    [InlineData("A100-80GB(vidur)", "fp16", 8)]
    [InlineData("A100-SXM4-80GB", "bf16", 14)]
    [InlineData("A100-SXM4-80GB", "int8_wo", 15)]
    [InlineData("A100-SXM4-80GB", "int4_wo", 15)]
    [InlineData("A100-SXM4-80GB", "int8_smoothquant", 17)]
    [InlineData("B200-SXM-180GB", "bf16", 12)]
    [InlineData("B200-SXM-180GB", "nvfp4", 14)]
    [InlineData("A100-PCIE-40GB", "fp32", 13)]
    [InlineData("A100-PCIE-40GB", "fp32 batched", 11)]
    [InlineData("V100-PCIE-32GB", "fp32", 11)]
    [InlineData("V100-PCIE-32GB", "fp32 batched", 15)]
    [InlineData("T4", "fp32", 17)]
    [InlineData("T4", "fp32 batched", 21)]
    public void Is_the_mean_error_of_multiplications_small(string gpu, string operation, double limit)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        Comparison[] pairs = [.. Compared.Value.Where(pair => pair.Row.Gpu == gpu && pair.Row.Class == operation)];
        Assert.NotEmpty(pairs);
        double mape = 100 * pairs.Average(pair => pair.AbsoluteError);
        Say($"{gpu} {operation}: {pairs.Length} rows, mean absolute error {mape:F1} %, bias {100 * pairs.Average(pair => pair.Error):F1} %");
        Assert.InRange(mape, 0, limit);
    }

    // Short kernels are mostly gaps, which the measured mean of the board holds and a kernel's own power does not.
    [Theory]
    [InlineData("bf16", 20)]
    [InlineData("nvfp4", 20)]
    public void Is_the_power_of_long_multiplications_on_b200_right(string operation, double limit)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        Gpu gpu = GpuCatalogue.Find("b200-sxm-180gb")!;
        AnalyticCost cost = new();
        double[] errors =
        [
            .. Compared.Value
                .Where(pair => pair.Row.Gpu == "B200-SXM-180GB" && pair.Row.Class == operation && pair.Row.Seconds > 200e-6
                    && pair.Row.Watts > 0)
                .Select(pair => (cost.Cost(pair.Row.Work[0], gpu).Watts / pair.Row.Watts!.Value) - 1),
        ];
        Assert.NotEmpty(errors);
        double mape = 100 * errors.Average(Math.Abs);
        Say($"B200 {operation} over 200 us: {errors.Length} rows, mean absolute error of power {mape:F1} %, bias {100 * errors.Average():F1} %");
        Assert.InRange(mape, 0, limit);
    }

    private void Say(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
