using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Work;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Tests.Work;

public sealed class ExpertTests
{
    private static readonly TransformerModel Mixtral = ModelCatalogue.Find("mixtral-8x7b")!;

    private static readonly Plan Plan = new()
    { Tensor = 2, Data = 4, Expert = 8, SequenceParallel = true, Sequence = 4096, GlobalBatch = 4, Software = "nemo-2025" };

    private static IReadOnlyList<WorkItem> Forward(Plan plan, TransformerModel? model = null) =>
        new LayerWork(model ?? Mixtral, WorkShape.Of(plan), experts: true).Forward;

    private static Gemm Up(Plan plan) => (Gemm)Forward(plan).Single(item => item.Work.Name == "expert gate/up projection").Work;

    [Fact]
    public void Has_a_tensor_parallel_rank_whole_experts_or_its_part_of_them()
    {
        // Eight ranks send 2048 tokens each to two of eight experts: 8 x 2048 x 2 / 8 = 4096 rows of one whole expert. Split over two, four
        // pairs with 4096 tokens have two experts a pair: 4 x 4096 x 2 / 8 = 4096 rows each, half as wide.
        Gemm whole = Up(Plan), split = Up(Plan with { Expert = 4, SplitExperts = true });
        Assert.Equal((4096, 2 * 14336, 1), (whole.M, whole.N, whole.Groups));
        Assert.Equal((4096, 14336, 2), (split.M, split.N, split.Groups));
        Assert.Equal(whole.Flops, split.Flops);
        Assert.DoesNotContain(Forward(Plan), item => item.Work.Name == "expert all-gather");
        Assert.Contains(Forward(Plan with { Expert = 4, SplitExperts = true }), item => item.Work.Name == "expert all-gather");
    }

    [Fact]
    public void Does_a_rank_hold_an_eighth_of_the_experts_both_ways()
    {
        // 3 x 4096 x 14,336 parameters an expert: one whole, or halves of two. None has a copy where eight ranks share eight experts.
        const double One = 3.0 * 4096 * 14336;
        Assert.Equal(One, ParameterCount.OfLayer(Mixtral, 2, 8, 1, experts: true).Experts);
        Assert.Equal(One, ParameterCount.OfLayer(Mixtral, 2, 4, 2, experts: true).Experts);
        Assert.Equal((1, 1, 2), (Plan.ExpertReplicas, (Plan with { Expert = 4, SplitExperts = true }).ExpertReplicas,
            (Plan with { Data = 8 }).ExpertReplicas));
    }

    [Fact]
    public void Is_a_plan_told_that_its_experts_fit_no_ranks()
    {
        Assert.Empty(PlanCheck.All(Mixtral, Jobs.H100(1), Plan));
        Assert.Contains(PlanCheck.All(Mixtral, Jobs.H100(1), Plan with { SplitExperts = true }), mistake => mistake.Key == "expert");
        Assert.Contains(PlanCheck.All(Mixtral, Jobs.H100(1), Plan with { SplitExperts = false, SequenceParallel = false }),
            mistake => mistake.Key == "split_experts");
    }

    [Fact]
    public void Does_a_token_cross_the_network_once_for_several_experts_of_a_node()
    {
        // Two nodes and two experts: 2 (1 - 1/4) = 1.5 of 2 copies, so three quarters of the bytes between nodes.
        Plan plan = Plan with { Tensor = 1, SequenceParallel = false, Data = 16, Expert = 16, GlobalBatch = 16, Sequence = 65536 };
        TransformerModel model = Mixtral with { Experts = new MixtureOfExperts(16, 2) };
        TaskPricer once = Pricer(plan), all = Pricer(plan with { Software = "nemo-2024" });
        WorkItem exchange = Forward(plan, model).First(item => item.Kind == TimeKind.Expert);
        double ratio = once.Of([exchange]).Ticks / (double)all.Of([exchange]).Ticks;
        Assert.Equal(0.75, ratio, 0.01);
        TaskPricer Pricer(Plan given) => new TrainingSimulator().Book(model, Jobs.H100(2)).Of(WorkShape.Of(given), Jobs.H100(2).Gpu).Pricer;
    }

    [Fact]
    public void Does_a_layer_of_DeepSeek_V3_do_the_operations_of_its_definition()
    {
        TransformerModel model = ModelCatalogue.Find("deepseek-v3")!;
        Plan plan = Plan with { Tensor = 1, SequenceParallel = false, Data = 8 };
        double Matrices(bool experts) => new LayerWork(model, WorkShape.Of(plan), experts).Forward
            .Where(item => item.Work is Gemm or Attention).Sum(item => item.Work.Flops);

        // 4096 tokens; causal pairs 4096 x 4097 / 2 of 128 heads of 192 and 128. Matrices: 7168 x (1536 + 576), 1536 x 24,576, 512 x 32,768,
        // 16,384 x 7168; a dense layer 3 x 7168 x 18,432, another eight experts and a shared one of 3 x 7168 x 2048 and a router.
        double attention = (2.0 * 128 * (192 + 128) * 4096 * 4097 / 2)
            + (2.0 * 4096 * ((7168 * 2112) + (1536 * 24576) + (512 * 32768) + (16384 * 7168)));
        Assert.Equal(attention + (2.0 * 4096 * 3 * 7168 * 18432), Matrices(experts: false), 1.0);
        Assert.Equal(attention + (2.0 * 4096 * ((9.0 * 3 * 7168 * 2048) + (7168 * 256))), Matrices(experts: true), 1.0);

        // The first three layers are dense: 583 million parameters; of the others a rank of 64 holds four experts of 256.
        Assert.Equal(0, ParameterCount.OfLayer(model, 1, 64, 1, experts: false).Experts);
        Assert.Equal(4 * 3.0 * 7168 * 2048, ParameterCount.OfLayer(model, 1, 64, 1, experts: true).Experts);
        Assert.Equal(583.5e6, ParameterCount.OfLayer(model, 1, 64, 1, experts: false).Shared, 1e6);
    }
}
