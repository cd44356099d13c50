using Orrery.Configuration;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;
using static Orrery.Models.Tests.Collectives.Fabrics;

namespace Orrery.Models.Tests.Collectives;

public sealed class FabricTests
{
    [Fact]
    public void Does_every_fabric_say_where_its_values_come_from_and_reach_other_servers()
    {
        Assert.NotEmpty(FabricCatalogue.All);
        Assert.All(FabricCatalogue.All, fabric =>
        {
            Assert.NotEmpty(fabric.Sources);
            Assert.NotEmpty(fabric.Summary);
            Assert.True(fabric.Tiers[^1].IsBetweenNodes, fabric.Name);
        });
    }

    [Theory]
    // Half of the data sheet's sum of both directions; a server of eight; the adapter that half of PCI Express can feed.
    [InlineData("a100-sxm4-80gb", "nvlink switch 8 at 300, infiniband switch any at 25")]
    [InlineData("h100-sxm5-80gb", "nvlink switch 8 at 450 adds, infiniband switch any at 50")]
    [InlineData("b200-sxm-180gb", "nvlink switch 8 at 900 adds, infiniband switch any at 50")]
    [InlineData("gb200", "nvlink switch 72 at 900 adds, infiniband switch any at 50")]
    [InlineData("a40", "nvlink direct 2 at 56.25, pcie switch 4 at 32, infiniband switch any at 25")]
    [InlineData("mi210", "infinity-fabric direct 4 at 150, pcie switch 2 at 32, infiniband switch any at 25")]
    [InlineData("l40s", "pcie switch 8 at 32, infiniband switch any at 25")]
    [InlineData("t4", "pcie switch 8 at 16, infiniband switch any at 12.5")]
    public void Does_the_usual_fabric_follow_from_the_data_sheet(string gpu, string expected) =>
        Assert.Equal(expected, string.Join(", ", GpuFabric.Of(GpuCatalogue.Find(gpu)!).Tiers.Select(tier => FormattableString.Invariant(
            $"{tier.Kind} {tier.Shape} {tier.Size?.ToString() ?? "any"} at {tier.Bandwidth.BytesPerSecond / 1e9}{(tier.Reduces ? " adds" : "")}"))));

    [Fact]
    public void Has_every_GPU_a_fabric_on_which_any_number_of_ranks_can_talk()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            foreach ((int ranks, int perNode) in ((int, int)[])[(2, 2), (3, 3), (4, 4), (8, 8), (2, 1), (16, 8), (64, 4), (100, 100)])
            {
                Assert.InRange(new AnalyticCost().Cost(Collective(CollectiveOperation.AllReduce, 1e6, ranks, perNode), gpu).Seconds, 1e-6, 1);
            }
        }
    }

    [Theory]
    [InlineData("a100_dgx", "hgx-a100")]
    [InlineData("A100_PAIR_NVLINK", "pairs-a100")]
    [InlineData("GB200-NVL72", "nvl72")]
    [InlineData("4xA100 NVLink", "mesh-a100")]
    public void Is_a_fabric_found_by_what_people_call_it(string name, string canonical) =>
        Assert.Equal(canonical, FabricCatalogue.Find(name)?.Name);

    [Theory]
    [InlineData(8, 8, null)]
    [InlineData(16, 8, "test has no tier between servers")]
    [InlineData(16, 16, "test has no room for 16 ranks, 16 in each server")]
    [InlineData(0, 8, "0 ranks are no whole number of servers with 8 each")]
    [InlineData(9, 8, "9 ranks are no whole number of servers with 8 each")]
    [InlineData(8, 0, "8 ranks are no whole number of servers with 0 each")]
    public void Are_ranks_refused_that_cannot_talk(int ranks, int perNode, string? problem) =>
        Assert.Equal(problem, Of(Tier("nvlink", 100, 8)).Refuses(ranks, perNode));

    [Fact]
    public void Are_ranks_that_a_fabric_does_not_reach_a_bug_where_they_get_as_far_as_a_price()
    {
        Fabric alone = Of(Tier("nvlink", 100, 8));
        ArgumentException told = Assert.Throws<ArgumentException>(() =>
            new AnalyticCost().Cost(alone, Collective(CollectiveOperation.AllReduce, 1, 16, 8)));
        Assert.Equal("test has no tier between servers", told.Message);
    }

    [Fact]
    public void Are_all_mistakes_of_a_file_told_at_once()
    {
        string folder = Directory.CreateTempSubdirectory("orrery-fabric-").FullName;
        try
        {
            string file = Path.Combine(folder, "mine.yaml");
            File.WriteAllText(file, """
                name: mine
                tiers:
                  - {kind: nvlink, shape: switch, size: 8, bandwidth: 300 GB, latency: 1 us, efficiency: 0.8}
                  - {kind: infiniband, shape: mesh, bandwidth: 25 GB/s, latency: 2 us, efficiency: 1.2}
                """);
            Loaded<Fabric> wrong = FabricCatalogue.Load(file);
            Assert.Equal([3, 4, 4], wrong.Diagnostics.Select(diagnostic => diagnostic.Line));

            File.WriteAllText(file, "{preset: hgx-a100, name: mine, tiers: []}");
            Assert.Contains("so nothing is connected", Assert.Single(FabricCatalogue.Load(file).Diagnostics).ToString(), StringComparison.Ordinal);

            File.WriteAllText(file, "{preset: hgx-a100, name: mine}");
            Assert.Equal("mine", FabricCatalogue.Load(file).Value?.Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
