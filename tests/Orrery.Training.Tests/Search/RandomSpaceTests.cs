using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Search;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Search;

/// <summary>Over random models, clusters and spaces: is the bound below every step, the clock exact, the best the best?</summary>
public sealed class RandomSpaceTests
{
    private static readonly TrainingSimulator Simulator = new();
    private static readonly MixtureOfExperts Mixed = new(8, 2) { DenseLayers = 1, DenseIntermediate = 4096 };

    [Fact]
    public void NoPlanIsShorterThanItsBoundAndTheClockIsExact()
    {
        int plans = 0, close = 0;
        Prop.ForAll(Spaces(), one =>
        {
            PlanSearch search = new(Simulator, one.Model, one.Cluster, one.Space);
            foreach ((long number, long ticks, _, _) in new BruteForce(Simulator, one.Model, one.Cluster, one.Space).Feasible)
            {
                (long own, long bound) = search.Both(number);
                Assert.Equal(ticks, own);
                Assert.True(bound <= ticks, $"{one.Space.PlanOf(number).Plan}: bound {bound}, step {ticks}");
                plans++;
                close += bound > 0.98 * ticks ? 1 : 0;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

        // Most bounds are within 2 % of the step, so that one which is too long shows.
        Assert.True(plans > 500 && close > plans / 2, $"{plans} plans, {close} bounds within 2 %");
    }

    [Fact]
    public void TheBestIsThatOfAllPlans() => Prop.ForAll(Spaces(), one =>
    {
        BruteForce all = new(Simulator, one.Model, one.Cluster, one.Space);
        SearchOutcome found = new PlanSearch(Simulator, one.Model, one.Cluster, one.Space)
            .Run(new SearchOptions { Keep = 3, Threads = 2, Objective = one.Space.Gpus.Count > 1 ? Objective.GpuTime : Objective.StepTime });
        BestPlanTests.Same(all, found, one.Space.Gpus.Count > 1 ? Objective.GpuTime : Objective.StepTime, 3);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private sealed record Case(TransformerModel Model, Cluster Cluster, PlanSpace Space);

    private static Gen<int[]> Some(params int[] values) =>
        Gen.SubListOf(values).Select(list => list.Count == 0 ? [values[0]] : list.Take(3).ToArray());

    private static Gen<string[]> Some(params string[] values) =>
        Gen.SubListOf(values).Select(list => list.Count == 0 ? [values[0]] : list.Take(2).ToArray());

    private static Arbitrary<Case> Spaces() => Arb.From(
        from layers in Gen.Choose(3, 20)
        from heads in Gen.Elements(8, 12, 16)
        from width in Gen.Elements(64, 128)
        from experts in Gen.Elements<MixtureOfExperts?>(null, null, new MixtureOfExperts(8, 2), Mixed)
        from tied in Gen.Elements(true, false)
        from nodes in Gen.Elements(1, 2, 3)
        from perNode in Gen.Elements(2, 4, 8)
        from fast in Gen.Elements(true, false)
        from software in Gen.Elements("megatron-2022", "nemo-2024")
        from overlaps in Gen.Elements<bool?>(null, true, false).ArrayOf(4)
        from tensor in Some(1, 2, 4, 8)
        from pipeline in Some(1, 2, 3, 4)
        from context in Some(1, 2)
        from expert in Some(1, 2, 4)
        from micro in Some(1, 2, 3)
        from chunks in Some(1, 2, 3)
        from schedule in Some("1f1b", "interleaved", "gpipe", "zb-h1", "auto")
        from recompute in Some("none", "selective", "full")
        from zero in Some(0, 1, 2, 3)
        from place in Some("gpu", "host", "nvme")
        from weights in Gen.Elements("gpu", "gpu", "host", "nvme")
        from activations in Some("gpu", "host")
        from host in Gen.Elements(4L << 30, 64L << 30, 1L << 40)
        from nvme in Gen.Elements(0, 16L << 30, 4L << 40)
        from batch in Gen.Elements(12, 24, 48)
        select new Case(
            Jobs.Gpt with
            {
                Layers = layers,
                Heads = heads,
                KvHeads = heads,
                HeadDim = width,
                Hidden = heads * width,
                Intermediate = 4 * heads * width,
                Experts = experts,
                TiedEmbeddings = tied,
            },
            Cluster.Of(Hardware.GpuCatalogue.Find(fast ? "h100-sxm5-80gb" : "a100-sxm4-80gb")!, nodes, perNode)
                with
            { Host = new HostTier { Memory = new ByteSize(host), Nvme = new ByteSize(nvme) } },
            new PlanSpace
            {
                Common = new Plan
                {
                    GlobalBatch = batch,
                    Sequence = 1024,
                    Software = software,
                    OverlapGradients = overlaps[0],
                    OverlapParameters = overlaps[1],
                    OverlapPipeline = overlaps[2],
                    OverlapTensor = overlaps[3],
                },
                Gpus = nodes == 2 ? [perNode, 2 * perNode] : [nodes * perNode],
                Tensor = tensor,
                Pipeline = pipeline,
                Context = context,
                Expert = expert,
                MicroBatch = micro,
                SequenceParallel = [false, true],
                Recompute = recompute,
                Schedule = schedule,
                VirtualStages = chunks,
                Zero = zero,
                OptimizerAt = place,
                WeightsAt = [weights],
                ActivationsAt = activations,
            }));
}
