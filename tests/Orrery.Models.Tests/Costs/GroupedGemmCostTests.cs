using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

public sealed class GroupedGemmCostTests
{
    private static readonly AnalyticCost Cost = new();
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;

    // 128 tokens, 8 experts a token: 8 rows an expert in blocks of 64 compute as long as 64 rows would.
    [Fact]
    public void Does_an_expert_with_few_rows_compute_padding()
    {
        double few = Seconds(new ExpertLoad(129, 128, 8));
        double full = Seconds(new ExpertLoad(1000, 128, 8));
        Assert.InRange(full / few, 1, 1.15);
    }

    [Fact]
    public void Does_an_uneven_load_take_longer_on_the_busiest_gpu() =>
        Assert.True(Seconds(new ExpertLoad(8192, 128, 8, 1.2, 8)) > 1.5 * Seconds(new ExpertLoad(8192, 128, 8, 0, 8)));

    [Fact]
    public void Do_more_tokens_never_take_less_time()
    {
        double before = 0;
        for (int tokens = 128; tokens <= 65536; tokens *= 2)
        {
            double seconds = Seconds(new ExpertLoad(tokens, 64, 4));
            Assert.True(seconds >= before);
            before = seconds;
        }
    }

    [Fact]
    public void Does_one_token_read_the_weights_of_its_experts_near_the_bandwidth_of_memory()
    {
        GroupedGemm gemm = new("", NumberFormat.Bf16, new ExpertLoad(1, 8, 2), 28672, 4096);
        Assert.InRange(gemm.Bytes / Cost.Cost(gemm, A100).Seconds / 2039e9, 0.5, 0.95);
    }

    private static double Seconds(ExpertLoad load) =>
        Cost.Cost(new GroupedGemm("", NumberFormat.Bf16, load, 1536, 2048), A100).Seconds;
}
