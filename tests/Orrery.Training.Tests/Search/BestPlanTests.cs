using Orrery.Configuration.Units;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Search;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Search;

/// <summary>Does the search find what trying every plan finds?</summary>
public sealed class BestPlanTests
{
    private static readonly TrainingSimulator Simulator = new();

    private static PlanSpace Whole { get; } = new()
    {
        Common = new Plan { GlobalBatch = 32, Software = "megatron-2022" },
        Gpus = [8, 16],
        Tensor = [1, 2, 3, 4, 8],
        Pipeline = [1, 2, 4, 5],
        Context = [1, 2],
        MicroBatch = [1, 2, 3, 4],
        SequenceParallel = [false, true],
        Recompute = ["none", "selective", "full"],
        Schedule = ["1f1b", "interleaved", "gpipe", "zb-h1"],
        VirtualStages = [1, 2, 3],
        Zero = [0, 1, 3],
        OptimizerAt = ["gpu", "host"],
    };

    private static TransformerModel Larger { get; } = Jobs.Gpt with { Name = "larger GPT", Hidden = 4096, Heads = 32, KvHeads = 32, Intermediate = 16384 };

    [Theory]
    [InlineData(Objective.StepTime, 1)]
    [InlineData(Objective.StepTime, 25)]
    [InlineData(Objective.GpuTime, 10)]
    public void FindsWhatTryingEveryPlanFinds(Objective objective, int keep)
    {
        Cluster cluster = Jobs.A100(2);
        BruteForce all = new(Simulator, Larger, cluster, Whole);
        SearchOutcome found = new PlanSearch(Simulator, Larger, cluster, Whole).Run(new SearchOptions { Keep = keep, Objective = objective });
        Same(all, found, objective, keep);
        Assert.True(all.TooBig > 100 && all.Repeats > 100 && all.Feasible.Count > 1000, $"{all.TooBig} plans too big, {all.Feasible.Count} feasible");
        Assert.True(found.Counts.Bounded > found.Counts.Composed, $"{found.Counts.Bounded} bounded away, {found.Counts.Composed} composed");
    }

    [Fact]
    public void GivesAllPlansWhereAllAreWanted()
    {
        Cluster cluster = Jobs.A100(2);
        PlanSpace space = Whole with { Recompute = ["full"], Zero = [1], OptimizerAt = ["gpu"], Context = [1] };
        BruteForce all = new(Simulator, Larger, cluster, space);
        SearchOutcome found = new PlanSearch(Simulator, Larger, cluster, space).Run(new SearchOptions { Keep = 0 });
        Same(all, found, Objective.StepTime, int.MaxValue);
        Assert.Equal(0, found.Counts.Bounded);
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        Cluster cluster = Jobs.A100(2);
        SearchOutcome[] found = [.. new[] { 1, 2, 5 }.Select(threads =>
            new PlanSearch(new TrainingSimulator(), Larger, cluster, Whole).Run(new SearchOptions { Threads = threads }))];
        foreach (SearchOutcome other in found.Skip(1))
        {
            Assert.Equal(found[0].Best.Select(plan => (plan.Number, plan.StepTicks)), other.Best.Select(plan => (plan.Number, plan.StepTicks)));
            Assert.Equal(found[0].Front.Select(plan => plan.Number), other.Front.Select(plan => plan.Number));
            Assert.Equal((found[0].Counts.Composed, found[0].Counts.Bounded, found[0].Counts.Refused),
                (other.Counts.Composed, other.Counts.Bounded, other.Counts.Refused));
        }
    }

    [Fact]
    public void RunnersUpAreToldWhyTheyLose()
    {
        SearchOutcome found = new PlanSearch(Simulator, Larger, Jobs.A100(2), Whole).Run(new SearchOptions { Keep = 8 });
        Assert.Equal("", found.Best[0].Loses);
        foreach (RankedPlan plan in found.Best.Skip(1).Where(plan => plan.StepTicks > found.Best[0].StepTicks))
        {
            Assert.Contains("% longer", plan.Loses, StringComparison.Ordinal);
            Assert.NotEmpty(Comparison.Changes(found.Best[0].Plan, plan.Plan));
        }
    }

    [Fact]
    public void WhereNoPlanFitsTheClosestTellsWhatItLacks()
    {
        PlanSpace space = Whole with { Gpus = [8], Tensor = [1, 2], Zero = [0], OptimizerAt = ["gpu"] };
        SearchOutcome found = new PlanSearch(Simulator, Jobs.Gpt175B, Jobs.A100(1), space).Run(new SearchOptions());
        Assert.Empty(found.Best);
        Assert.Contains("GiB on each GPU", Assert.Single(found.Closest!.Lacks), StringComparison.Ordinal);
        Assert.Equal(8, found.Closest.Gpus);
    }

    [Fact]
    public void AStoppedSearchGivesTheBestSoFar()
    {
        using CancellationTokenSource stop = new();
        SearchOutcome found = new PlanSearch(Simulator, Larger, Jobs.A100(2), Whole)
            .Run(new SearchOptions { Progress = new StopAtOnce(stop) }, stop.Token);
        Assert.False(found.Complete);
        Assert.NotEmpty(found.Best);
        Assert.True(found.Counts.Left > 0);
    }

    [Fact]
    public void NoPlanComesBackForWhichHostOrNvmeIsTooSmall()
    {
        // 48 GiB of host memory and 80 GiB of NVMe for eight GPUs: 6 and 10 GiB each.
        Cluster roomy = Jobs.A100(2) with { Host = new HostTier { Nvme = new ByteSize(4L << 40) } };
        Cluster tight = roomy with { Host = new HostTier { Memory = new ByteSize(48L << 30), Nvme = new ByteSize(80L << 30) } };
        PlanSpace space = Whole with
        {
            Tensor = [1, 2, 4],
            Pipeline = [1, 2, 4],
            Context = [1],
            MicroBatch = [1, 4],
            Recompute = ["none", "full"],
            Schedule = ["1f1b", "zb-h1"],
            VirtualStages = [1],
            Zero = [0, 1],
            OptimizerAt = ["gpu", "host", "nvme"],
            WeightsAt = ["gpu", "host"],
            ActivationsAt = ["gpu", "host", "nvme"],
        };
        BruteForce all = new(Simulator, Larger, tight, space);
        SearchOutcome found = new PlanSearch(Simulator, Larger, tight, space).Run(new SearchOptions { Keep = 0 });
        Same(all, found, Objective.StepTime, int.MaxValue);
        foreach (RankedPlan one in found.Best.Concat(found.Front))
        {
            Cluster own = PlanSearch.On(tight, one.Gpus);
            Assert.Empty(TrainingSimulator.Check(Larger, own, one.Plan));
            IReadOnlyList<MemoryUse> stages = Simulator.Memory(Larger, own, one.Plan)!;
            Assert.All(stages, use => Assert.True(use.Fits, MemoryAdvice.TooBig(stages)));
            Assert.Equal((stages.Max(use => use.Host.Total), stages.Max(use => use.Nvme.Total)), (one.HostBytes, one.NvmeBytes));
        }

        // The tiers do refuse plans, and leave some that use them.
        SearchCounts more = new PlanSearch(Simulator, Larger, roomy, space).Run(new SearchOptions { Keep = 1 }).Counts;
        Assert.True(more.Feasible > found.Counts.Feasible + 100, $"{more.Feasible} fit where there is room, {found.Counts.Feasible} where there is little");
        Assert.Contains(found.Best, one => one.HostBytes > 0);
        Assert.Contains(found.Best, one => one.NvmeBytes > 0);
    }

    internal static void Same(BruteForce all, SearchOutcome found, Objective objective, int keep)
    {
        SearchCounts counts = found.Counts;
        Assert.Equal(all.Best(objective).Take(keep), found.Best.Select(plan => plan.Number));
        Assert.Equal(all.Front(), found.Front.Select(plan => plan.Number));
        Assert.Equal(all.TooBig, counts.Of(Refusal.Memory));
        Assert.Equal(all.Repeats, counts.Of(Refusal.Repeat));
        Assert.Equal(all.Wrong, counts.Refused - counts.Of(Refusal.Memory) - counts.Of(Refusal.Repeat));
        Assert.Equal(all.Feasible.Count, counts.Feasible);
        Assert.Equal(counts.Count, counts.Refused + counts.Bounded + counts.Composed);
        Dictionary<long, (long Number, long Ticks, double Memory, int Gpus)> known = all.Feasible.ToDictionary(plan => plan.Number);
        foreach (RankedPlan plan in found.Best.Concat(found.Front))
        {
            Assert.Equal(known[plan.Number].Ticks, plan.StepTicks);
            Assert.Equal(known[plan.Number].Memory, plan.MemoryBytes, known[plan.Number].Memory * 1e-12);
        }
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => stop.Cancel();
    }
}
