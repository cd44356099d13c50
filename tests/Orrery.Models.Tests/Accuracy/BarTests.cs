using System.Globalization;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Validation;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>Holds every group that <c>orrery validate</c> tells to the error that a user may count on.</summary>
public sealed class BarTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<AccuracyGroup>> Groups = new(() =>
    {
        Measurements measurements = Measurements.Read(Repository.Measured);
        return AccuracyGroup.Of(new Validator(new AnalyticCost(), PhysicalConstants.Default)
            .Compare(measurements.Tables.SelectMany(table => table.Rows)));
    });

    // An empty GPU or class stands for all of them.
    [Theory]
    [InlineData("gemm", "A100-80GB(vidur)", "fp16", "kineto_sum", 8)]
    [InlineData("gemm", "A100-SXM4-80GB", "bf16", "cudagraph_avg", 13)]
    [InlineData("gemm", "B200-SXM-180GB", "bf16", "cudagraph_avg", 20)]
    [InlineData("gemm", "", "int8_wo", "cudagraph_avg", 25)]
    [InlineData("gemm", "", "int4_wo", "cudagraph_avg", 25)]
    [InlineData("gemm", "", "int8_smoothquant", "cudagraph_avg", 25)]
    [InlineData("gemm", "", "nvfp4", "cudagraph_avg", 25)]
    [InlineData("gemm", "", "fp32", "cuda_event_1op", 15)]
    [InlineData("gemm", "A100-PCIE-40GB", "fp32 batched", "cuda_event_1op", 15)]
    [InlineData("gemm", "V100-PCIE-32GB", "fp32 batched", "cuda_event_1op", 15)]
    [InlineData("gemm", "T4", "fp32 batched", "cuda_event_1op", 18)] // the clock of a 70 W board varies at equal work
    [InlineData("attention", "", "prefill", "", 15)]
    [InlineData("attention", "", "decode", "", 18)]
    [InlineData("elementwise", "", "", "", 13)]
    [InlineData("collectives", "", "all_reduce", "nccl_tests", 17)]
    [InlineData("collectives", "", "all_gather", "nccl_tests", 17)]
    [InlineData("moe", "", "", "", 20)]
    [InlineData("e2e", "", "", "", 10)]
    [InlineData("layer_breakdown", "", "", "", 10)]
    public void Is_the_mean_error_below_what_a_user_may_count_on(string kind, string gpu, string operation, string method, double bar)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured),
            "The measured times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.");
        AccuracyGroup[] groups =
        [
            .. Groups.Value.Where(group => group.Kind == kind && (gpu.Length == 0 || group.Gpu == gpu)
                && (operation.Length == 0 || group.Class == operation) && group.Method.StartsWith(method, StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(groups);
        Assert.All(groups, group =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Kind} {group.Gpu} {group.Class} {group.Method}: {group.Rows} rows, {group.Mape:F1} %, bias {group.Bias:F1} %"));
            Assert.InRange(group.Mape, 0, bar);
        });
    }
}
