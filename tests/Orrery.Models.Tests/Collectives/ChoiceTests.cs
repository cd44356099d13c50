using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using static Orrery.Models.Tests.Collectives.Fabrics;
using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Models.Tests.Collectives;

public sealed class ChoiceTests
{
    private static readonly AnalyticCost Model = new();

    [Theory]
    [InlineData(1 << 10, "ring, LL")]
    [InlineData(1 << 20, "ring, LL128")]
    [InlineData(1 << 28, "ring, Simple")]
    public void Is_the_quick_protocol_taken_for_short_buffers_and_the_wide_one_for_long_ones(int bytes, string algorithm) =>
        Assert.Equal(algorithm, Model.Cost(Collective(AllReduce, bytes, 8), A100).Algorithm);

    [Theory]
    [InlineData(1 << 12, "one-shot")]
    [InlineData(1 << 22, "two-shot")]
    [InlineData(1 << 23, "ring, LL128")]
    public void Are_peers_read_where_buffers_are_short(int bytes, string algorithm) =>
        Assert.Equal(algorithm, Model.Cost(Collective(AllReduce, bytes, 8, peers: true), A100).Algorithm);

    [Fact]
    public void Are_peers_left_alone_without_leave_over_slots_and_between_servers()
    {
        Assert.StartsWith("ring", Model.Cost(Collective(AllReduce, 4096, 8), A100).Algorithm, StringComparison.Ordinal);
        Fabric slots = FabricCatalogue.Find("pcie-4")!;
        Assert.StartsWith("ring", Model.Cost(slots, Collective(AllReduce, 4096, 4, peers: true)).Algorithm, StringComparison.Ordinal);
        Assert.Equal("one-shot", Model.Cost(slots, Collective(AllReduce, 4096, 2, peers: true)).Algorithm);
        Assert.DoesNotContain("shot", Model.Cost(Collective(AllReduce, 4096, 16, 8, peers: true), A100).Algorithm, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_LL128_kept_to_links_that_deliver_lines_whole()
    {
        foreach (string fabric in (string[])["pcie-3", "pcie-4", "pcie-5", "pairs-a40"])
        {
            for (double bytes = 256; bytes < 1e10; bytes *= 2)
            {
                Assert.DoesNotContain("LL128", Model.Cost(FabricCatalogue.Find(fabric)!, Collective(AllReduce, bytes, 4)).Algorithm,
                    StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Does_the_switch_add_for_long_buffers_on_Hopper_and_not_on_Ampere()
    {
        HardwareGpu h100 = GpuCatalogue.Find("h100-sxm5-80gb")!;
        Assert.Equal("in-switch", Model.Cost(Collective(AllReduce, 1e9, 8), h100).Algorithm);
        Assert.Equal("ring, LL", Model.Cost(Collective(AllReduce, 1e3, 8), h100).Algorithm);
        Assert.Equal("ring, Simple", Model.Cost(Collective(AllReduce, 1e9, 8), A100).Algorithm);

        // nccl-tests on DGX H100 prints a bus bandwidth, 2 (n - 1) / n x bytes / time, of some 470 to 480 GB/s.
        double bus = 1.75 * 4e9 / Model.Cost(Collective(AllReduce, 4e9, 8), h100).Seconds / 1e9;
        Assert.InRange(bus, 430, 500);
    }

    [Fact]
    public void Does_a_tree_or_a_hierarchy_win_where_many_servers_share_a_short_buffer()
    {
        string name = Model.Cost(FabricCatalogue.Find("hgx-h100")!, Collective(AllReduce, 65536, 1024, 8)).Algorithm;
        Assert.DoesNotContain("ring", name, StringComparison.Ordinal);
        OperatorCost gather = Model.Cost(FabricCatalogue.Find("hgx-h100")!, Collective(AllGather, 1e6, 1024, 8));
        Assert.DoesNotContain("ring", gather.Algorithm, StringComparison.Ordinal);
    }
}
