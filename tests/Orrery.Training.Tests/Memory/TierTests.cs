using Orrery.Configuration.Units;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;

namespace Orrery.Training.Tests.Memory;

/// <summary>What is kept on the host and on NVMe: how many bytes are they, is there room, and what is said where there is none?</summary>
public sealed class TierTests
{
    private const double Gib = 1L << 30;

    // s b h of one micro-batch: 2048 tokens of 2048.
    private const double Sbh = 2048.0 * 2048;

    // Parameters of the first stage: 12 layers of 12 h^2 + 13 h over two ranks, 51,200 words over two, 2048 positions: 358,772,736.
    private const double Parameters = (12 * ((12 * Sbh) + (13 * 2048)) / 2) + (51200.0 / 2 * 2048) + Sbh;

    private static readonly TrainingSimulator Simulator = new();

    [Theory]
    // Moments and the exact copy take 12 bytes a parameter; from ZeRO 1 on each of the two replicas keeps half.
    [InlineData("host", 0, 12)]
    [InlineData("nvme", 0, 12)]
    [InlineData("host", 1, 6)]
    [InlineData("nvme", 3, 6)]
    public void Does_an_optimizer_that_lives_elsewhere_take_its_bytes_there(string place, int zero, double bytes)
    {
        MemoryUse use = First(Node(), Jobs.Small with { OptimizerAt = place, Zero = zero });
        Assert.Equal(bytes * Parameters, In(use, place).Optimizer, 1e-3);
        Assert.Equal(bytes * Parameters, In(use, place).Total, 1e-3);
        Assert.Equal(0, use.Optimizer);
        Assert.Equal(0, In(use, place == "host" ? "nvme" : "host").Total);
    }

    [Theory]
    // Weights in 16 bits take 2 bytes; ZeRO 3 alone shards them. Two layers of 25,179,136 parameters are on the GPU meanwhile.
    [InlineData("host", 2, 2)]
    [InlineData("nvme", 0, 2)]
    [InlineData("nvme", 3, 1)]
    public void Do_weights_that_live_elsewhere_take_their_bytes_there(string place, int zero, double bytes)
    {
        MemoryUse use = First(Node(), Jobs.Small with { WeightsAt = place, Zero = zero });
        Assert.Equal(bytes * Parameters, In(use, place).Weights, 1e-3);
        Assert.Equal(2 * 2 * 25179136.0, use.Weights);
    }

    [Theory]
    // 1F1B holds two micro-batches on the first of two stages. Each keeps 10 + 24/2 + 80/2 = 62 s b h in each of 12 layers, and a byte for
    // each of s b h of the dropout behind the embedding: 2 (12 x 62 + 1) = 1490. Of those, two layers are on the GPU: 2 x 62 = 124.
    [InlineData("host", "none", 1490 - 124, 124)]
    [InlineData("nvme", "none", 1490 - 124, 124)]
    // Computed again, a layer keeps 2 s b h: 2 (12 x 2 + 1) = 50, and 4 of them on the GPU.
    [InlineData("host", "full", 50 - 4, 4)]
    public void Do_activations_that_wait_elsewhere_take_their_bytes_there(string place, string recompute, double away, double here)
    {
        MemoryUse use = First(Node(), Jobs.Small with { ActivationsAt = place, Recompute = recompute });
        Assert.Equal(away * Sbh, In(use, place).Activations, 1e-3);
        Assert.Equal(here * Sbh, use.Activations, 1e-3);
        Assert.Equal(2, use.InFlight);
    }

    [Fact]
    public void Do_the_GPUs_of_a_node_share_its_host_and_its_NVMe()
    {
        // 64 GiB and 80 GiB for eight.
        MemoryUse use = First(Node(host: 64, nvme: 80), Jobs.Small);
        Assert.Equal((8 * Gib, 10 * Gib), (use.Host.Capacity, use.Nvme.Capacity));
        Assert.Equal(80e9, use.Capacity, 6e9);
    }

    [Theory]
    // The optimizer's 12 x 358,772,736 bytes are 4.01 GiB: 33 GiB for eight are enough, 32 are not.
    [InlineData("host", 33, true)]
    [InlineData("host", 32, false)]
    [InlineData("nvme", 33, true)]
    [InlineData("nvme", 32, false)]
    [InlineData("nvme", 0, false)]
    public void Is_a_tier_that_is_too_small_refused(string place, long gib, bool fits)
    {
        Cluster cluster = place == "host" ? Node(host: gib) : Node(nvme: gib);
        Plan plan = Jobs.Small with { OptimizerAt = place };
        StepResult step = Simulator.Run(Jobs.Gpt, cluster, plan);
        Assert.Equal(fits, step.Memory.Fits);
        Assert.Equal(fits, MemoryAdvice.TooBig(step.StageMemory) is null);
        Assert.Equal(fits, Simulator.Memory(Jobs.Gpt, cluster, plan)!.All(use => use.Fits));
    }

    [Fact]
    public void Is_it_said_of_each_tier_what_is_too_big_there()
    {
        // 24 GiB for eight are 3, a GPU has 4, NVMe is not there. On the GPU stay 4 bytes of gradients (1.34 GiB) and 2 of weights (0.67) a
        // parameter, two layers' 124 s b h of activations (0.48), and what the driver takes; 1366 s b h of activations are 5.34 GiB.
        Plan plan = Jobs.Small with { OptimizerAt = "host", ActivationsAt = "nvme" };
        string said = MemoryAdvice.TooBig(Simulator.Memory(Jobs.Gpt, Node(host: 24, nvme: 0, gpu: 4), plan)!)!;
        string[] clauses = said.Split("; ");
        Assert.Equal(3, clauses.Length);
        Assert.StartsWith("stage 0 needs 4.9 GiB", clauses[0], StringComparison.Ordinal);
        Assert.Contains(" GiB on each GPU and there are 4.0: overhead 2.4 GiB, gradients 1.3 GiB, weights 0.7 GiB, activations 0.5 GiB", clauses[0], StringComparison.Ordinal);
        Assert.Equal("stage 0 needs 4.0 GiB of the host's memory for each GPU and there are 3.0: optimizer 4.0 GiB", clauses[1]);
        Assert.Equal("stage 0 needs 5.3 GiB of NVMe for each GPU and there is none: activations 5.3 GiB", clauses[2]);
    }

    [Theory]
    // The optimizer's 4.0 GiB do not fit into 3. On a GPU of 80 GB they do; two replicas keep half each with ZeRO 1, and twice the tensor
    // ranks or stages keep about half.
    [InlineData(80, 0, "optimizer_at: gpu, zero: 1, tensor: 4 with data: 1, pipeline: 4 with data: 1")]
    // A GPU of 12 GiB holds 10.7 without them and would need 14.7: they go on to NVMe where there is some.
    [InlineData(12, 80, "zero: 1, tensor: 4 with data: 1, pipeline: 4 with data: 1, optimizer_at: nvme")]
    [InlineData(12, 0, "zero: 1, tensor: 4 with data: 1, pipeline: 4 with data: 1")]
    public void Does_what_helps_a_host_that_is_too_small_come_with_it(long gpu, long nvme, string fixes)
    {
        Cluster cluster = Node(host: 24, nvme, gpu);
        Plan plan = Jobs.Small with { OptimizerAt = "host" };
        Assert.Equal(fixes, string.Join(", ", MemoryAdvice.Fixes(plan, change => Simulator.Memory(Jobs.Gpt, cluster, change))));
    }

    [Fact]
    public void Does_the_stage_whose_host_is_fullest_count_where_that_is_the_tightest()
    {
        // Ten layers in flight twice before fourteen in flight once: on the GPU the second stage has more state, on the host the first has
        // 2 (10 x 62 + 1) - 124 = 1118 s b h = 4.37 GiB of activations and the second less.
        Plan plan = Jobs.Small with { ActivationsAt = "host", StageLayers = [10, 14] };
        StepResult roomy = Simulator.Run(Jobs.Gpt, Node(), plan), tight = Simulator.Run(Jobs.Gpt, Node(host: 32), plan);
        Assert.Equal((1, true), (roomy.Memory.Stage, roomy.Memory.Fits));
        Assert.Equal((0, false), (tight.Memory.Stage, tight.Memory.Fits));
        Assert.Equal(1118 * Sbh, tight.Memory.Host.Total, 1e-3);
        Assert.True(tight.StageMemory[1].Fits);

        // What the GPUs hold is told of the one that holds most all the same.
        Assert.Equal((1, 0), (tight.Fullest(MemoryTier.Gpu).Stage, tight.Fullest(MemoryTier.Host).Stage));
    }

    private static AwayUse In(MemoryUse use, string place) => place == "host" ? use.Host : use.Nvme;

    private static MemoryUse First(Cluster cluster, Plan plan) => Simulator.Memory(Jobs.Gpt, cluster, plan)![0];

    /// <summary>Eight A100 with memory of so many GiB, each of them where it is told.</summary>
    private static Cluster Node(long host = 2048, long nvme = 4096, long gpu = 0)
    {
        Cluster cluster = Jobs.A100(1);
        Hardware.Gpu own = cluster.Gpu;
        own = gpu == 0 ? own : own with { Memory = own.Memory with { Capacity = new ByteSize(gpu << 30) } };
        return cluster with
        {
            Groups = [new NodeGroup(own, 1)],
            Host = new HostTier { Memory = new ByteSize(host << 30), Nvme = new ByteSize(nvme << 30) },
        };
    }
}
