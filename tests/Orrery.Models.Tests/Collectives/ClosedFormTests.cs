using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;
using static Orrery.Models.Tests.Collectives.Fabrics;
using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Models.Tests.Collectives;

public sealed class ClosedFormTests
{
    [Theory]
    // 2 (n - 1) / n of 8 GB at 100 GB/s: n = 2: 8 GB; n = 4: 12 GB; n = 8: 14 GB.
    [InlineData(AllReduce, 2, 0.08)]
    [InlineData(AllReduce, 4, 0.12)]
    [InlineData(AllReduce, 8, 0.14)]
    // (n - 1) / n: 4, 6, 7 GB.
    [InlineData(AllGather, 2, 0.04)]
    [InlineData(AllGather, 4, 0.06)]
    [InlineData(ReduceScatter, 8, 0.07)]
    [InlineData(AllToAll, 8, 0.07)]
    // The whole buffer over every link.
    [InlineData(Broadcast, 8, 0.08)]
    [InlineData(Reduce, 4, 0.08)]
    [InlineData(SendReceive, 4, 0.08)]
    public void Does_a_ring_take_its_bytes_over_the_bandwidth(CollectiveOperation operation, int ranks, double seconds)
    {
        OperatorCost cost = LinksOnly.Cost(Of(Tier("nvlink", 100, 8)), Collective(operation, 8e9, ranks));
        Assert.Equal(seconds, cost.Seconds, 1e-12);
        Assert.Equal(cost.Seconds, cost.Breakdown.Network);
        Assert.Equal(Bound.Network, cost.Bound);
    }

    [Theory]
    // Steps of 1 us: 2 (8 - 1) around the ring, 8 - 1 to gather, one message.
    [InlineData(AllReduce, 8, 14e-6)]
    [InlineData(AllGather, 8, 7e-6)]
    [InlineData(Broadcast, 8, 7e-6)]
    [InlineData(AllToAll, 8, 1e-6)]
    [InlineData(SendReceive, 8, 1e-6)]
    public void Does_an_empty_buffer_take_its_steps(CollectiveOperation operation, int ranks, double seconds) =>
        Assert.Equal(seconds, LinksOnly.Cost(Of(Tier("nvlink", 100, 8, microseconds: 1)), Collective(operation, 0, ranks)).Seconds, 1e-15);

    [Fact]
    public void Do_ranks_of_a_server_share_its_adapters()
    {
        // Two servers exchange their sums by a tree: 16 GB leave each over 8 adapters of 10 GB/s, 0.2 s. With 4 ranks a server
        // only 4 adapters work, 0.4 s; with one rank a server one, 1.6 s. Within a server twice 16 GB at 300 GB/s is shorter.
        Fabric fabric = Of(Tier("nvlink", 300, 8), Tier("infiniband", 10, null, rails: 8));
        Assert.Equal(0.2, LinksOnly.Cost(fabric, Collective(AllReduce, 16e9, 16, 8)).Seconds, 1e-12);
        Assert.Equal(0.4, LinksOnly.Cost(fabric, Collective(AllReduce, 16e9, 8, 4)).Seconds, 1e-12);
        Assert.Equal(1.6, LinksOnly.Cost(fabric, Collective(AllReduce, 16e9, 2, 1)).Seconds, 1e-12);
    }

    [Fact]
    public void Does_a_hierarchy_take_the_steps_of_its_tiers()
    {
        // 64 ranks in 8 servers. Ring: 2 x 63 steps, of which 2 x 7 cross servers at 10 us. Hierarchy: 2 x 7 steps of 1 us and
        // 2 x 7 of 10 us, 154 us. Tree: a chain of 7 up and down, log2(8) = 3 levels up and down: 14 x 1 + 6 x 10 = 74 us.
        Fabric fabric = Of(Tier("nvlink", 300, 8, microseconds: 1), Tier("infiniband", 25, null, microseconds: 10, rails: 8));
        OperatorCost all = LinksOnly.Cost(fabric, Collective(AllReduce, 0, 64, 8));
        Assert.Equal(74e-6, all.Seconds, 1e-12);
        Assert.StartsWith("tree", all.Algorithm, StringComparison.Ordinal);

        OperatorCost gather = LinksOnly.Cost(fabric, Collective(AllGather, 0, 64, 8));
        Assert.Equal(77e-6, gather.Seconds, 1e-12);
        Assert.StartsWith("hierarchical", gather.Algorithm, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_a_switch_that_adds_pass_the_buffer_once_and_an_eighth()
    {
        // (8 + 1) / 8 x 8 GB = 9 GB at 5/6 of 100 GB/s: 0.108 s, where the ring takes 0.14 s.
        OperatorCost cost = LinksOnly.Cost(Of(Tier("nvlink", 100, 8, reduces: true)), Collective(AllReduce, 8e9, 8));
        Assert.Equal(0.108, cost.Seconds, 1e-12);
        Assert.Equal("in-switch", cost.Algorithm);

        // For two GPUs a collective library leaves it alone.
        Assert.Equal(0.08, LinksOnly.Cost(Of(Tier("nvlink", 100, 8, reduces: true)), Collective(AllReduce, 8e9, 2)).Seconds, 1e-12);
    }

    [Fact]
    public void Do_links_of_a_mesh_serve_only_those_who_take_part()
    {
        // 300 GB/s to three peers is 100 GB/s to each. Two of four send 1 GB over one link; all four 1.5 GB over three.
        Fabric mesh = Of(Tier("nvlink", 300, 4, shape: "direct"));
        Assert.Equal(0.01, LinksOnly.Cost(mesh, Collective(AllReduce, 1e9, 2)).Seconds, 1e-12);
        Assert.Equal(0.005, LinksOnly.Cost(mesh, Collective(AllReduce, 1e9, 4)).Seconds, 1e-12);
    }

    [Fact]
    public void Do_pairs_pass_everything_over_the_slots_between_them()
    {
        // Two pairs: 1.5 GB leave each pair over two slots of 25 GB/s, 30 ms; over the bridge of 100 GB/s it is 15 ms.
        Fabric pairs = Of(Tier("nvlink", 100, 2, shape: "direct"), Tier("pcie", 25, 4, rails: 2));
        Assert.Equal(0.03, LinksOnly.Cost(pairs, Collective(AllReduce, 1e9, 4)).Seconds, 1e-12);
        Assert.Equal(0.01, LinksOnly.Cost(pairs, Collective(AllReduce, 1e9, 2)).Seconds, 1e-12);
    }

    [Fact]
    public void Does_a_rank_alone_take_no_time() =>
        Assert.Equal(0, new AnalyticCost().Cost(Collective(AllReduce, 1e9, 1), A100).Seconds);

    [Fact]
    public void Does_a_cost_approach_the_ring_on_a_real_server()
    {
        // 64 GB over 8 ranks at 300 x 0.8 GB/s: 1.75 x 64 / 240 = 0.4667 s. The last eighth is copied by 24 multiprocessors at
        // 16 B x 1.41 GHz each: 8 / 541 = 0.0148 s. Start and steps are less than a millisecond.
        OperatorCost cost = new AnalyticCost().Cost(Collective(AllReduce, 64e9, 8), A100);
        Assert.Equal((1.75 * 64 / 240) + (8 / (24 * 16 * 1.41)), cost.Seconds, 1e-3);
        Assert.Equal("ring, Simple", cost.Algorithm);
    }
}
