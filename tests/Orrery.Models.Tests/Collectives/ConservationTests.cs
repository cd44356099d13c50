using Orrery.CostModels.Analytic.Collectives;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;
using static Orrery.Models.Tests.Collectives.Fabrics;

namespace Orrery.Models.Tests.Collectives;

/// <summary>The bytes of the closed forms against messages that are really passed, with sums that are really formed.</summary>
public sealed class ConservationTests
{
    private static readonly Fabric Servers = Of(Tier("nvlink", 100, 8), Tier("infiniband", 10, null, rails: 8));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(5, 5)]
    [InlineData(8, 8)]
    [InlineData(12, 4)]
    public void Does_the_ring_send_what_its_closed_form_says(int ranks, int perNode)
    {
        Played played = new(ranks, perNode);
        played.RingAllReduce([.. Enumerable.Range(0, ranks)], part => [part]);
        AllHoldTheSum(played);
        TierLoad[] loads = Loads(new RingAlgorithm(), CollectiveOperation.AllReduce, ranks, perNode);
        Assert.All(played.Sent, sent => Assert.Equal(sent, loads[0].Bytes));
        Assert.All(played.LeftNode, left => Assert.Equal(left, ranks == perNode ? 0 : loads[^1].Bytes));
        Assert.Equal(2 * (ranks - 1), loads.Sum(load => load.Steps));
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(12, 3)]
    [InlineData(16, 8)]
    public void Does_the_hierarchy_send_what_its_closed_form_says(int ranks, int perNode)
    {
        Played played = new(ranks, perNode);
        int nodes = ranks / perNode;
        int[][] servers = [.. Enumerable.Range(0, nodes).Select(node => Enumerable.Range(node * perNode, perNode).ToArray())];

        // The buffer's parts fall into one group for each rank of a server, and each group into one part for each server.
        foreach (int[] server in servers)
        {
            played.RingReduceScatter(server, place => Group(place, nodes));
        }

        double[] inner = [.. played.Sent];
        for (int place = 0; place < perNode; place++)
        {
            int[] group = Group((place + 1) % perNode, nodes);
            played.RingAllReduce([.. servers.Select(server => server[place])], node => [group[node]]);
        }

        double[] outer = [.. played.Sent.Zip(inner, (all, before) => all - before)];
        foreach (int[] server in servers)
        {
            played.RingAllGather(server, place => Group((place + 1) % perNode, nodes));
        }

        AllHoldTheSum(played);
        TierLoad[] loads = Loads(new HierarchicalAlgorithm(), CollectiveOperation.AllReduce, ranks, perNode);
        Assert.All(played.Sent.Zip(outer, (all, across) => all - across), sent => Assert.Equal(sent, loads[0].Bytes, 1e-9));
        Assert.All(played.LeftNode, left => Assert.Equal(left, loads[1].Bytes, 1e-9));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Do_kernels_that_read_peers_move_what_their_closed_forms_say(int ranks)
    {
        int[] all = [.. Enumerable.Range(0, ranks)];
        Played twoShot = new(ranks, ranks);
        twoShot.Step(from to in all from peer in all where peer != to select (peer, to, to), add: true);
        twoShot.Step(from to in all from peer in all where peer != to select (peer, to, peer), add: false);
        AllHoldTheSum(twoShot);
        Assert.All(twoShot.Sent, sent => Assert.Equal(sent, Loads(new TwoShotAlgorithm(), CollectiveOperation.AllReduce, ranks, ranks)[0].Bytes));

        Played oneShot = new(ranks, ranks);
        oneShot.Step(from to in all from peer in all where peer != to from part in all select (peer, to, part), add: true);
        AllHoldTheSum(oneShot);
        Assert.All(oneShot.Sent, sent => Assert.Equal(sent, Loads(new OneShotAlgorithm(), CollectiveOperation.AllReduce, ranks, ranks)[0].Bytes));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(12, 4)]
    public void Does_an_exchange_of_all_with_all_move_what_its_closed_form_says(int ranks, int perNode)
    {
        int[] all = [.. Enumerable.Range(0, ranks)];
        Played played = new(ranks, perNode);
        played.Step(from rank in all from peer in all where peer != rank select (rank, peer, peer), add: false);
        TierLoad[] loads = Loads(new PairwiseAlgorithm(), CollectiveOperation.AllToAll, ranks, perNode);
        Assert.Equal(played.Sent.Sum(), played.Received.Sum());
        Assert.All(played.LeftNode, left => Assert.Equal(left, ranks == perNode ? 0 : loads[1].Bytes, 1e-9));
        double within = played.Sent[0] - (played.LeftNode[0] / perNode);
        Assert.Equal(within, loads[0].Bytes, 1e-9);
    }

    [Fact]
    public void Do_two_trees_send_no_more_than_their_closed_form_allows()
    {
        // Over m servers each of two trees has m - 1 edges, which half of the buffer passes up and down: 2 (m - 1) buffers in all.
        // The closed form is that of the busiest, an inner place of one tree and a leaf of the other.
        foreach (int nodes in (int[])[2, 3, 4, 8, 64])
        {
            TierLoad load = Loads(new TreeAlgorithm(), CollectiveOperation.AllReduce, nodes, 1)[0];
            Assert.True(load.Bytes * nodes >= 2.0 * (nodes - 1) * nodes, $"{nodes} servers");
            Assert.Equal((nodes == 2 ? 1 : 2) * nodes, load.Bytes);
        }
    }

    private static int[] Group(int place, int size) => [.. Enumerable.Range(place * size, size)];

    private static void AllHoldTheSum(Played played)
    {
        Assert.Equal(played.Sent.Sum(), played.Received.Sum());
        Assert.Equal(played.Sent, played.Received);
        for (int rank = 0; rank < played.Ranks; rank++)
        {
            Assert.All(Enumerable.Range(0, played.Ranks), part => Assert.Equal(played.Sum(part), played.Held(rank, part)));
        }
    }

    // A buffer of one byte a rank, so that bytes count parts.
    private static TierLoad[] Loads(ICollectiveAlgorithm algorithm, CollectiveOperation operation, int ranks, int perNode)
    {
        Collective work = Collective(operation, ranks, ranks, perNode, peers: true);
        TierShare[] tiers = new TierShare[TierShare.MostTiers];
        int used = TierShare.Lay(Servers, ranks, perNode, tiers);
        TierLoad[] loads = new TierLoad[used];
        Assert.True(algorithm.Runs(work, tiers.AsSpan(0, used)));
        _ = algorithm.Plan(work, tiers.AsSpan(0, used), loads);
        return loads;
    }
}
