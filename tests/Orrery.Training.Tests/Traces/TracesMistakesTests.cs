using Orrery.Training.Traces.Schema;
using Orrery.Training.Traces.Writing;

namespace Orrery.Training.Tests.Traces;

/// <summary>Is each mistake of a trace told before anything runs, all at once, with file and node?</summary>
public sealed class TracesMistakesTests
{
    private static readonly Node[] Pair0 = [TraceNodes.Compute(0, "a", 0, 0, 1), TraceNodes.Send(1, "s", 0, 1, 0, 64, "", 1, 0)];

    private static readonly Node[] Pair1 = [TraceNodes.Receive(0, "m", 0, 1, 0, 64)];

    [Fact]
    public void A_good_pair_has_no_mistakes()
    {
        using TraceFolder folder = new();
        Assert.Empty(folder.Add(0, Pair0).Add(1, Pair1).Mistakes(2));
    }

    [Fact]
    public void A_file_that_is_cut_in_the_middle_is_told_wherever_it_is_cut()
    {
        using TraceFolder folder = new();
        folder.Add(0, Pair0).Add(1, Pair1);
        byte[] whole = File.ReadAllBytes(folder.File(0));
        int head = whole[0] + 1, second = head + whole[head] + 1;
        for (int length = head + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.File(0), whole[..length]);
            string[] mistakes = folder.Mistakes(2);
            // Between two nodes nothing is missing but the node that sends.
            Assert.Contains(length == second ? "which does not send it" : "trace.0.et: is cut in the middle", Assert.Single(mistakes));
        }
    }

    [Fact]
    public void What_is_no_trace_is_told()
    {
        using TraceFolder folder = new();
        folder.Add(0, Pair0).Add(1, Pair1);
        File.WriteAllText(folder.File(0), "{\"this\": \"is JSON\"}");
        File.WriteAllBytes(folder.File(1), []);
        string[] mistakes = folder.Mistakes(2);
        Assert.StartsWith("trace.0.et: is no Chakra execution trace", mistakes[0]);
        Assert.StartsWith("trace.1.et: is empty", mistakes[1]);
        Assert.Equal(2, mistakes.Length);
    }

    [Fact]
    public void A_damaged_node_is_told_with_its_place()
    {
        using TraceFolder folder = new();
        folder.Add(0, Pair0).Add(1, Pair1);
        byte[] bytes = File.ReadAllBytes(folder.File(0));
        bytes[bytes[0] + 2] = 0x0F; // wire type 7, which there is not
        File.WriteAllBytes(folder.File(0), bytes);
        Assert.Contains(folder.Mistakes(2), mistake => mistake.StartsWith($"trace.0.et: the message at byte {bytes[0] + 1} is no node", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_dependencies_and_nodes_that_are_there_twice_are_told_at_once()
    {
        using TraceFolder folder = new();
        folder.Add(0, [TraceNodes.Compute(4, "a", 0, 0, 1, 99), TraceNodes.Compute(4, "b", 0, 0, 1), TraceNodes.Compute(9, "c", 0, 0, 1, 8)]);
        folder.Add(1, [TraceNodes.Compute(0, "a", 0, 0, 1, 7)]);
        Assert.Equal(
        [
            "trace.0.et: node 4: is there twice",
            "trace.0.et: node 4: depends on a node that the trace does not have (given '99')",
            "trace.0.et: node 9: depends on a node that the trace does not have (given '8')",
            "trace.1.et: node 0: depends on a node that the trace does not have (given '7')",
        ], folder.Mistakes(2));
    }

    [Fact]
    public void A_circle_names_its_nodes()
    {
        using TraceFolder folder = new();
        folder.Add(0,
        [
            TraceNodes.Compute(0, "start", 0, 0, 1), TraceNodes.Compute(1, "forward", 0, 0, 1, 0, 3), TraceNodes.Compute(2, "middle", 0, 0, 1, 1),
            TraceNodes.Compute(3, "backward", 0, 0, 1, 2), TraceNodes.Compute(4, "end", 0, 0, 1, 3),
        ]);
        Assert.Equal("trace.0.et: node 1: waits for itself: node 1 'forward' waits for node 3 'backward' waits for node 2 'middle' "
            + "waits for node 1 'forward' (allowed: dependencies without a circle)", Assert.Single(folder.Mistakes(1)));
    }

    [Fact]
    public void A_circle_over_two_ranks_is_found()
    {
        // Each waits for the other's message before it sends its own.
        using TraceFolder folder = new();
        folder.Add(0, [TraceNodes.Receive(0, "m", 1, 0, 0, 8), TraceNodes.Send(1, "s", 0, 1, 0, 8, "", 1, 0)]);
        folder.Add(1, [TraceNodes.Receive(0, "m", 0, 1, 0, 8), TraceNodes.Send(1, "s", 1, 0, 0, 8, "", 1, 0)]);
        string mistake = Assert.Single(folder.Mistakes(2));
        Assert.Contains("node 0 'm' of rank 0 waits for node 1 's' of rank 1 waits for node 0 'm' of rank 1 waits for node 1 's' of rank 0", mistake);
    }

    [Fact]
    public void Messages_without_their_other_end_or_with_another_size_are_told()
    {
        using TraceFolder folder = new();
        folder.Add(0,
        [
            TraceNodes.Send(0, "s", 0, 1, 1, 64, "", 1), TraceNodes.Send(1, "s", 0, 1, 2, 64, "", 1), TraceNodes.Send(2, "s", 0, 5, 2, 64, "", 1),
        ]);
        folder.Add(1, [TraceNodes.Receive(0, "m", 0, 1, 1, 65), TraceNodes.Receive(1, "m", 0, 1, 3, 64)]);
        string[] mistakes = folder.Mistakes(2);
        Assert.Equal(4, mistakes.Length);
        Assert.StartsWith("trace.0.et: node 2: comm_dst is no other rank (given '5'", mistakes[0]);
        Assert.StartsWith("trace.0.et: node 1: sends to rank 1, which does not receive it (comm_tag 2, 64 bytes)", mistakes[1]);
        Assert.StartsWith("trace.1.et: node 0: receives 65 bytes, but node 0 of rank 0 sends 64", mistakes[2]);
        Assert.StartsWith("trace.1.et: node 1: receives from rank 0, which does not send it (comm_tag 3, 64 bytes)", mistakes[3]);
    }

    [Fact]
    public void Collectives_that_not_all_ranks_issue_or_that_come_in_another_order_are_told()
    {
        Node Reduce(ulong id, long bytes) => TraceNodes.Collective(id, "r", CollectiveCommType.AllReduce, bytes, "", 1);
        Node Gather(ulong id) => TraceNodes.Collective(id, "g", CollectiveCommType.AllGather, 8, "", 1);
        using TraceFolder folder = new();
        folder.Add(0, [Reduce(0, 8), Gather(1), Reduce(2, 8)]);
        folder.Add(1, [Gather(0), Reduce(1, 8), Reduce(2, 8)]);
        folder.Add(2, [Reduce(0, 8), Gather(1)]);
        folder.Add(3, [Reduce(0, 16), Gather(1), Reduce(2, 8)]);
        string[] mistakes = folder.Mistakes(4);
        Assert.Equal(3, mistakes.Length);
        Assert.StartsWith("trace.1.et: node 0: is ALL_GATHER of 8 bytes as collective 1 of all ranks, but node 0 of rank 0 is ALL_REDUCE of 8 bytes", mistakes[0]);
        Assert.StartsWith("trace.2.et: does not issue collective 3 of all ranks, ALL_REDUCE of 8 bytes, which node 2 of rank 0 issues", mistakes[1]);
        Assert.StartsWith("trace.3.et: node 0: is ALL_REDUCE of 16 bytes", mistakes[2]);
    }

    [Fact]
    public void Groups_that_nothing_describes_or_that_a_rank_is_not_in_are_told()
    {
        using TraceFolder folder = new();
        folder.Groups("""{"1": [0], "2": [0, 7]}""");
        folder.Add(0, [TraceNodes.Collective(0, "r", CollectiveCommType.AllReduce, 8, "3", 1)]);
        folder.Add(1, [TraceNodes.Collective(0, "r", CollectiveCommType.AllReduce, 8, "1", 1)]);
        string[] mistakes = folder.Mistakes(2);
        Assert.Equal(3, mistakes.Length);
        Assert.StartsWith("comm_group.json: 2: has a rank that there is not (given '7'", mistakes[0]);
        Assert.StartsWith("trace.0.et: node 0: belongs to the group '3', of which nothing says which ranks it has", mistakes[1]);
        Assert.StartsWith("trace.1.et: node 0: belongs to the group '1', which rank 1 is not in", mistakes[2]);
    }

    [Fact]
    public void Missing_ranks_and_a_cluster_of_another_size_are_told()
    {
        using TraceFolder folder = new();
        folder.Add(0, Pair0).Add(3, Pair0);
        string[] mistakes = folder.Mistakes(8);
        Assert.Equal(2, mistakes.Length);
        Assert.Contains("2 ranks are missing: 1, 2", mistakes[0]);
        Assert.Contains("has traces of 4 ranks, but the cluster has 8 GPUs", mistakes[1]);
    }

    [Fact]
    public void Attributes_that_are_missing_are_told()
    {
        using TraceFolder folder = new();
        folder.Add(0, [new Node { Id = 0, Type = NodeType.CommCollNode }, new Node { Id = 1, Type = NodeType.CommSendNode }, new Node { Id = 2, Type = (NodeType)44 }]);
        string[] mistakes = folder.Mistakes(1);
        Assert.Contains(mistakes, mistake => mistake.StartsWith("trace.0.et: node 0: has no comm_type", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("trace.0.et: node 0: has no comm_size", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("trace.0.et: node 1: has no comm_dst", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("trace.0.et: node 2: is of a type that there is not", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_mistakes_of_one_file_are_counted_not_listed()
    {
        using TraceFolder folder = new();
        folder.Add(0, Enumerable.Range(0, 500).Select(id => TraceNodes.Compute((ulong)id, "a", 0, 0, 1, 9999)));
        string[] mistakes = folder.Mistakes(1);
        Assert.Equal(21, mistakes.Length);
        Assert.Contains("480 more mistakes", mistakes[^1]);
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        using TraceFolder folder = new();
        folder.Add(0, Pair0).Add(1, Pair1);
        byte[] whole = File.ReadAllBytes(folder.File(0));
        Random random = new(2);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = [.. whole];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(folder.File(0), bytes);
            _ = folder.Mistakes(2);
        }
    }
}
