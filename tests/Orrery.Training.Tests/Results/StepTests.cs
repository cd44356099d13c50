using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Results;

public sealed class StepTests
{
    private static readonly TrainingSimulator Simulator = new();

    [Fact]
    public void Does_a_better_machine_never_make_a_step_longer()
    {
        foreach (Plan plan in (Plan[])[Jobs.Small, Jobs.Small with { Zero = 3 }, Jobs.Small with { VirtualStages = 2, Software = "nemo-2024", SequenceParallel = true }])
        {
            Cluster cluster = Jobs.A100(1);
            double step = Simulator.Run(Jobs.Gpt, cluster, plan).StepSeconds;
            Gpu gpu = cluster.Gpu;
            Gpu faster = gpu with { Memory = gpu.Memory with { Bandwidth = new Bandwidth(2 * gpu.Memory.Bandwidth.BytesPerSecond) } };
            Assert.InRange(Simulator.Run(Jobs.Gpt, cluster with { Groups = [new NodeGroup(faster, 1)] }, plan).StepSeconds, 0, step);
            Cluster wired = cluster with
            {
                Fabric = cluster.Fabric with
                {
                    Tiers = [.. cluster.Fabric.Tiers.Select(tier => tier with { Bandwidth = new Bandwidth(2 * tier.Bandwidth.BytesPerSecond) })],
                },
            };
            Assert.InRange(Simulator.Run(Jobs.Gpt, wired, plan).StepSeconds, 0, step);
        }
    }

    [Fact]
    public void Is_more_recomputed_in_exchange_for_time()
    {
        StepResult Run(string recompute) => Simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Recompute = recompute });
        Assert.True(Run("none").StepSeconds < Run("selective").StepSeconds && Run("selective").StepSeconds < Run("full").StepSeconds);
        Assert.True(Run("none").Memory.Total > Run("selective").Memory.Total && Run("selective").Memory.Total > Run("full").Memory.Total);
        Assert.Equal(Run("none").Mfu, Run("none").Hfu, 1e-12);
        Assert.True(Run("full").Hfu > Run("full").Mfu);
    }

    [Fact]
    public void Are_operations_those_of_the_paper()
    {
        // Narayanan et al.: 96 B s l h^2 (1 + s / 6h + V / 16lh) with everything recomputed; without, three quarters of the layers' part.
        const double B = 16, S = 2048, L = 24, H = 2048, V = 51200;
        double paper = 72 * B * S * L * H * H * (1 + (S / (6 * H)) + (V / (12 * L * H)));
        Assert.Equal(paper, Simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small).ModelFlops, 0.001 * paper);
    }

    [Fact]
    public void Do_failures_cost_what_Young_says()
    {
        // A failure an hour in the whole job, a checkpoint of 20 s, steps of 10 s: every sqrt(2 x 20 x 3600) = 379 s, 38 steps. A period of
        // 400 s loses half of itself, 300 s of restart and 20 s of reading with each failure: 520 / 3600 of the time.
        Plan plan = Jobs.Small;
        double bytes = Availability.CheckpointBytes(Jobs.Gpt, plan);
        Cluster cluster = Jobs.A100(1) with { NodeMtbfSeconds = 3600, CheckpointBytesPerSecond = bytes / 20 };
        (double seconds, int interval) = Availability.Of(cluster, Jobs.Gpt, plan, 10);
        Assert.Equal(38, interval);
        Assert.Equal(400.0 / (1 - (520.0 / 3600)) / 38, seconds, 1e-9);

        // Weights of 2 bytes and 12 of state.
        Assert.Equal(14.0 * Jobs.Gpt.Parameters(), bytes);
        Assert.Equal((10, 0), Availability.Of(Jobs.A100(1), Jobs.Gpt, plan, 10));
    }

    [Fact]
    public void Does_what_would_help_say_what_really_helps()
    {
        StepResult step = Simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Recompute = "full" });
        IReadOnlyList<Improvement> found = Improvements.Of(Simulator, step);
        Assert.Equal(found.OrderByDescending(change => change.Gain), found);
        Improvement kept = found.Single(change => change.What == "recompute: none");
        Assert.Equal(Simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small).StepSeconds, kept.StepSeconds);
    }

    [Fact]
    public void Do_experts_pay_for_their_tokens_ways()
    {
        TransformerModel mixtral = ModelCatalogue.Find("mixtral-8x7b")!;
        Plan plan = new() { Pipeline = 2, Expert = 8, Data = 16, GlobalBatch = 64, Sequence = 4096, Zero = 1 };
        StepResult spread = Simulator.Run(mixtral, Jobs.H100(4), plan);
        Assert.True(spread.Breakdown[TimeKind.Expert] > 0);
        Assert.Equal(0, Simulator.Run(mixtral, Jobs.H100(4), plan with { Expert = 1 }).Breakdown[TimeKind.Expert]);
        Assert.True(spread.Memory.Weights < Simulator.Run(mixtral, Jobs.H100(4), plan with { Expert = 1 }).Memory.Weights / 4);

        // Tokens that prefer few experts make the busiest rank slower.
        Assert.True(Simulator.Run(mixtral, Jobs.H100(4), plan with { ExpertSkew = 1.2 }).StepSeconds > spread.StepSeconds);
    }

    [Fact]
    public void Does_a_link_that_is_long_enough_hide_what_is_offloaded()
    {
        Cluster slow = Jobs.A100(1) with { Host = new HostTier { Link = new Bandwidth(1e9) } };
        Cluster fast = Jobs.A100(1) with { Host = new HostTier { Link = new Bandwidth(1e12), MemoryBandwidth = new Bandwidth(1e13) } };
        Plan plan = Jobs.Small with { ActivationsAt = "host", Software = "nemo-2023a" };
        double plain = Simulator.Run(Jobs.Gpt, fast, plan with { ActivationsAt = "gpu" }).StepSeconds;
        Assert.Equal(plain, Simulator.Run(Jobs.Gpt, fast, plan).StepSeconds, 1e-9);
        Assert.True(Simulator.Run(Jobs.Gpt, slow, plan).StepSeconds > 1.5 * plain);
        Assert.True(Simulator.Run(Jobs.Gpt, fast, plan).Memory.Activations < Simulator.Run(Jobs.Gpt, fast, plan with { ActivationsAt = "gpu" }).Memory.Activations);
    }
}
