using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Work;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Tests.Clusters;

public sealed class ClusterTests
{
    [Fact]
    public void Can_every_preset_be_read()
    {
        foreach (string name in ClusterCatalogue.Names)
        {
            List<Diagnostic> problems = [];
            Cluster? cluster = new ClusterReader("", problems).Read(new ScalarNode("", 0, name), "cluster");
            Assert.Empty(problems);
            Assert.True(cluster!.Gpus >= 64);
        }

        Assert.Equal(6, ClusterCatalogue.Names.Count);
    }

    [Fact]
    public void Does_a_file_lay_changes_over_a_preset_and_mix_GPUs()
    {
        Cluster mixed = Read("preset: dgx-a100\nnodes: 4")!;
        Assert.Equal(32, mixed.Gpus);
        Cluster two = Read("name: two\ngroups:\n  - gpu: a100-sxm4-80gb\n    nodes: 2\n  - gpu: h100-sxm5-80gb\n    nodes: 3\nfabric: hgx-a100")!;
        Assert.Equal(40, two.Gpus);
        Assert.Equal("a100-sxm4-80gb", two.GpuOf(15).Name);
        Assert.Equal("h100-sxm5-80gb", two.GpuOf(16).Name);
    }

    [Fact]
    public void Are_mistakes_told_together()
    {
        List<Diagnostic> problems = [];
        MapNode node = YamlReader.Read("c.yaml", "name: x\ngpu: h1000\nnodez: 4\ntopology: ring", problems)!;
        Assert.Null(new ClusterReader("", problems).Read(node, ""));
        Assert.Contains(problems, problem => problem.Key == "nodez" && problem.Nearest == "nodes");
        Assert.Contains(problems, problem => problem.Key == "topology");
    }

    [Fact]
    public void Do_groups_that_share_adapters_share_their_bandwidth()
    {
        // Eight GPUs a node with four adapters of 12.5 GB/s: eight groups of one rank in each node get half an adapter each.
        Cluster cluster = ClusterReader.Named("ethernet-h100", 4)!;
        FabricTier network = GroupFabric.Of(cluster, 4, 8).Fabric.Tiers[1];
        Assert.Equal(6.25e9, network.Bandwidth.BytesPerSecond);

        // With one adapter for each GPU nobody shares.
        Assert.Equal(50e9, GroupFabric.Of(Jobs.H100(4), 4, 8).Fabric.Tiers[1].Bandwidth.BytesPerSecond);

        // Two ranks in each node: four groups over four adapters, of which each has one, though it could use two.
        GroupFabric pairs = GroupFabric.Of(cluster, 8, 4);
        Assert.Equal(2, pairs.RanksPerNode);
        Assert.Equal(6.25e9, pairs.Fabric.Tiers[1].Bandwidth.BytesPerSecond);
    }

    [Fact]
    public void Is_there_less_bandwidth_between_leaves()
    {
        // 16 nodes in leaves of four, two to one: a leaf of 32 GPUs and 16 adapters of 12.5 GB/s has 100 GB/s upwards.
        Cluster cluster = ClusterReader.Named("ethernet-h100")!;
        Assert.Equal(3, cluster.Fabric.Tiers.Count);
        FabricTier spine = GroupFabric.Of(cluster, 16, 8).Fabric.Tiers[2];

        // Eight groups with four ranks in each leaf: 100 GB/s over eight groups and four rails each.
        Assert.Equal(100e9 / 8 / 4, spine.Bandwidth.BytesPerSecond, 1);
    }

    [Fact]
    public void Does_a_group_in_a_rack_of_72_stay_within_it_as_far_as_its_ranks_do()
    {
        Cluster cluster = ClusterReader.Named("gb200-nvl72")!;
        Assert.Equal(18, GroupFabric.Of(cluster, 36, 4).Fabric.Tiers[0].Size);
        Assert.Null(GroupFabric.Of(cluster, 36, 4).Fabric.Refuses(36, 1));
    }

    [Fact]
    public void Does_the_slower_kind_of_GPU_set_the_pace()
    {
        Cluster mixed = Jobs.A100(1) with { Groups = [new NodeGroup(Jobs.H100(1).Gpu, 1), new NodeGroup(Jobs.A100(1).Gpu, 1)] };
        Plan plan = Jobs.Small with { Data = 4, GlobalBatch = 32 };
        TrainingSimulator simulator = new();
        double both = simulator.Run(Jobs.Gpt, mixed, plan).StepSeconds;
        Assert.InRange(both, simulator.Run(Jobs.Gpt, Jobs.H100(2), plan).StepSeconds, simulator.Run(Jobs.Gpt, Jobs.A100(2), plan).StepSeconds * 1.001);
    }

    private static Cluster? Read(string yaml)
    {
        List<Diagnostic> problems = [];
        Cluster? cluster = new ClusterReader("", problems).Read(YamlReader.Read("c.yaml", yaml, problems)!, "");
        Assert.Empty(problems);
        return cluster;
    }

    [Fact]
    public void Has_each_kind_of_group_axes_of_a_torus_of_its_own()
    {
        // 64 chips are 4 x 4 x 4: six links of 100 GB/s in one direction. Four tensor-parallel chips have one axis, 16 replicas two, all have
        // three; two neighbours have one link.
        Cluster cluster = Cluster.Of(GpuCatalogue.Find("tpu-v5p")!, 16, 4);
        double Rate(int ranks, int stride) => GroupFabric.Of(cluster, ranks, stride).Fabric.Tiers[0].Bandwidth.BytesPerSecond;
        Assert.Equal([200e9, 400e9, 600e9, 100e9], [Rate(4, 1), Rate(16, 4), Rate(64, 1), Rate(2, 4)], (one, other) => Math.Abs(one - other) < 1);

        // No core is taken for a collective, and none of its bandwidth is left unused: 3/4 of 1 GB at 90 % of 200 GB/s.
        TaskPricer pricer = new TrainingSimulator().Book(Jobs.Gpt, cluster).Of(
            WorkShape.Of(Jobs.Small with { Tensor = 4, Software = "maxtext" }), cluster.Gpu).Pricer;
        Assert.Equal(0, pricer.SlowDown);
        double seconds = pricer.Seconds(new Collective("", NumberFormat.Bf16,
            CollectiveOperation.AllGather, 1e9, 4, 4), Group.Tensor);
        Assert.InRange(seconds, 0.75e9 / 180e9, 1.2 * 0.75e9 / 180e9);
    }
}
