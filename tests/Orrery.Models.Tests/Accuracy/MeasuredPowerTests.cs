using System.Globalization;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Validation;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>The power of measured multiplications.</summary>
public sealed class MeasuredPowerTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<Comparison>> Compared = new(() =>
    {
        Measurements measurements = Measurements.Read(Path.Combine(Repository.Measured, "gemm.csv"));
        return new Validator(new AnalyticCost(), PhysicalConstants.Default).Compare(measurements.Tables.SelectMany(table => table.Rows));
    });

    // Short kernels are mostly gaps, which the measured mean of the board holds and a kernel's own power does not.
    [Theory]
    [InlineData("bf16", 20)]
    [InlineData("nvfp4", 20)]
    public void Is_the_power_of_long_multiplications_on_b200_right(string operation, double limit)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        HardwareGpu gpu = GpuCatalogue.Find("b200-sxm-180gb")!;
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
