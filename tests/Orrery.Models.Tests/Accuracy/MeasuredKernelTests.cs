using System.Globalization;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>
/// Mean errors over whole tables of measured kernels. The limits lie a little above what is reached, to notice a step back.
/// </summary>
public sealed class MeasuredKernelTests(ITestOutputHelper output)
{
    private static readonly AnalyticCost Cost = new();

    // These times hold a second kernel, which copies the new keys and values into the paged cache.
    [Theory]
    [InlineData("attn_prefill", 20)]
    [InlineData("attn_decode", 35)]
    public void Is_attention_right_on_a100(string op, double limit) => Hold(
        "attention.csv", "A100-SXM4-80GB", limit, "a100-sxm4-80gb",
        row => row["op"] == op,
        row => new Attention("", NumberFormat.Bf16, row.Whole("batch"), row.Whole("heads"), row.Whole("kv_heads"),
            row.Whole("head_dim"), row.Whole("seq_q"), row.Whole("seq_kv"), row["causal"] == "1"),
        row => new Rope("cache write", NumberFormat.Bf16, row.Whole("batch") * row.Whole("seq_q"),
            2 * row.Whole("kv_heads") * row.Whole("head_dim")));

    [Theory]
    [InlineData("rmsnorm", 20)]
    [InlineData("rope", 25)]
    [InlineData("silu_and_mul", 25)]
    [InlineData("add", 25)]
    public void Are_streaming_kernels_right_on_a100(string op, double limit) => Hold(
        "elementwise.csv", "A100-80GB(vidur)", limit, "a100-pcie-80gb",
        row => row["op"] == op,
        row => op switch
        {
            "rmsnorm" => new Norm("", NumberFormat.Fp16, row.Whole("rows"), row.Whole("cols"), Rms: true),
            "rope" => new Rope("", NumberFormat.Fp16, row.Whole("rows"), row.Whole("cols")),
            "add" => new Residual("", NumberFormat.Fp16, row.Whole("rows"), row.Whole("cols")),
            _ => new Activation("", NumberFormat.Fp16, row.Whole("rows"), row.Whole("cols"), "silu", Gated: true),
        });

    private void Hold(
        string file, string measuredGpu, double limit, string gpu, Func<Dictionary<string, string>, bool> wanted,
            Func<Dictionary<string, string>, Operator> make, Func<Dictionary<string, string>, Operator>? also = null)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        Gpu device = GpuCatalogue.Find(gpu)!;
        double[] errors =
        [
            .. MeasuredRows.Read(file)
                .Where(row => row["gpu"] == measuredGpu && row.GetValueOrDefault("suspect") != "1" && wanted(row))
                .Select(row =>
                    ((Cost.Cost(make(row), device).Seconds
                    + (also is null ? 0 : Cost.Cost(also(row), device).Seconds)) * 1e6 / row.Number("time_us")) - 1),
        ];

        double mape = 100 * errors.Average(Math.Abs);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file} {measuredGpu}: {errors.Length} rows, mean absolute error {mape:F1} %, bias {100 * errors.Average():F1} %"));
        Assert.InRange(mape, 0, limit);
    }
}
