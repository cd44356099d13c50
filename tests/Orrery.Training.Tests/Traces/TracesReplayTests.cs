using Orrery.Training.Traces;
using Orrery.Training.Traces.Replaying;
using Orrery.Training.Traces.Schema;
using Orrery.Training.Traces.Writing;

namespace Orrery.Training.Tests.Traces;

/// <summary>Does a replay give the ticks that one calculates by hand?</summary>
public sealed class TracesReplayTests
{
    private const long Us = 1_000_000;

    [Fact]
    public void Two_ranks_with_a_message_and_an_all_reduce_take_what_a_hand_calculates()
    {
        // Rank 0: computes 0-10, sends 10-14, computes 10-16, all-reduce.
        // Rank 1: computes 0-3, waits for the message until 14 (in flight 10-14), computes 14-21, all-reduce.
        // All-reduce of 5 starts when both are there: rank 0 at 16, rank 1 at 21 -> 21-26.
        using TraceFolder folder = new();
        folder.Add(0,
            TraceNodes.Compute(0, "a", 0, 0, 10 * Us),
            TraceNodes.Send(1, "s", 0, 1, 7, 100, "", 4 * Us, 0),
            TraceNodes.Compute(2, "b", 0, 0, 6 * Us, 0),
            TraceNodes.Collective(3, "r", CollectiveCommType.AllReduce, 8, "", 5 * Us, 2, 1));
        folder.Add(1,
            TraceNodes.Compute(0, "c", 0, 0, 3 * Us),
            TraceNodes.Receive(1, "m", 0, 1, 7, 100, 0),
            TraceNodes.Compute(2, "d", 0, 0, 7 * Us, 1),
            TraceNodes.Collective(3, "r", CollectiveCommType.AllReduce, 8, "", 5 * Us, 2));
        ReplayResult result = folder.Replay(2);
        Assert.Equal(26 * Us, result.StepTicks);
        // Rank 0: computes 16, of the message 4 are hidden behind b, 5 exposed, idle 16-21.
        Assert.Equal(new RankTime(0, 4, 26 * Us, 16 * Us, 5 * Us, 5 * Us, 4 * Us), result.Ranks[0]);
        // Rank 1: computes 10, exposed 4 + 5, idle 3-10.
        Assert.Equal(new RankTime(1, 4, 26 * Us, 10 * Us, 9 * Us, 7 * Us, 0), result.Ranks[1]);
        Assert.Equal([new ReplayedMessage(0, 1, 100, 10 * Us, 14 * Us)], result.Messages);
    }

    [Fact]
    public void Computation_takes_the_longer_of_its_operations_and_its_bytes()
    {
        // H100 SXM: 989.4e12 bf16 operations a second, 3.35e12 bytes a second.
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Compute(0, "operations", 989.4e12, 1e9, 5 * Us), TraceNodes.Compute(1, "bytes", 1e9, 3.35e12, 5 * Us, 0));
        var gpu = TraceFolder.ClusterOf(1).Gpu;
        double expected = (989.4e12 / gpu.Peak.Of("bf16")!.Value.PerSecond) + (3.35e12 / gpu.Memory.Bandwidth.BytesPerSecond);
        Assert.Equal(expected, folder.Replay(1).StepSeconds, 1e-9);
        Assert.Equal(10 * Us, folder.Replay(1, new ReplayOptions { RecordedCompute = true }).StepTicks);
    }

    [Theory]
    [InlineData(CollectiveCommType.AllReduce, 2.0)]
    [InlineData(CollectiveCommType.AllGather, 8.0)] // comm_size is a rank's own part, so that four of them are gathered
    [InlineData(CollectiveCommType.ReduceScatter, 2.0)]
    [InlineData(CollectiveCommType.AllToAll, 2.0)]
    public void Collectives_cost_what_the_model_says_for_their_buffer(CollectiveCommType type, double seconds)
    {
        using TraceFolder folder = new();
        for (int rank = 0; rank < 4; rank++)
        {
            folder.Add(rank, TraceNodes.Collective(0, "c", type, 2_000_000_000, "", 0));
        }

        Assert.Equal(seconds, folder.Replay(4, new ReplayOptions()).StepSeconds, 1e-9);
    }

    [Fact]
    public void One_stream_does_one_thing_at_a_time_and_a_stream_for_each_group_does_them_together()
    {
        // Two all-reduces of disjoint parts of a job that nothing orders: 3 + 4 on one stream, max(3, 4) on two.
        using TraceFolder folder = new();
        folder.Groups("""{"1": [0, 1], "2": [0, 1]}""");
        for (int rank = 0; rank < 2; rank++)
        {
            folder.Add(rank,
                TraceNodes.Collective(0, "a", CollectiveCommType.AllReduce, 8, "1", 3 * Us),
                TraceNodes.Collective(1, "b", CollectiveCommType.AllReduce, 8, "2", 4 * Us));
        }

        Assert.Equal(7 * Us, folder.Replay(2).StepTicks);
        Assert.Equal(4 * Us, folder.Replay(2, TraceFolder.Recorded with { StreamPerGroup = true }).StepTicks);
    }

    [Fact]
    public void Messages_of_one_stream_leave_one_after_the_other()
    {
        // Both could leave at 0. On one stream the second leaves at 4 and is there at 7; each peer with its own stream: 4 and 3.
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Send(0, "a", 0, 1, 0, 8, "", 4 * Us), TraceNodes.Send(1, "b", 0, 2, 0, 8, "", 3 * Us));
        folder.Add(1, TraceNodes.Receive(0, "a", 0, 1, 0, 8));
        folder.Add(2, TraceNodes.Receive(0, "b", 0, 2, 0, 8));
        Assert.Equal([4 * Us, 7 * Us], folder.Replay(3).Messages.Select(message => message.End));
        Assert.Equal([4 * Us, 3 * Us], folder.Replay(3, TraceFolder.Recorded with { StreamPerGroup = true }).Messages.Select(message => message.End));
    }

    [Fact]
    public void What_a_message_wakes_earlier_comes_before_what_is_ready_later()
    {
        // The message is there at 5 and wakes "urgent", 5-8. The host is done at 6; "later" waits for the GPU: 8-18.
        Node host = new() { Id = 2, Type = NodeType.CompNode, DurationMicros = 6 };
        host.Attr.Add(new AttributeProto { Name = "is_cpu_op", BoolVal = true });
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Compute(0, "a", 0, 0, 4 * Us), TraceNodes.Send(1, "s", 0, 1, 0, 8, "", 1 * Us, 0));
        folder.Add(1,
            TraceNodes.Receive(0, "m", 0, 1, 0, 8), TraceNodes.Compute(1, "urgent", 0, 0, 3 * Us, 0), host, TraceNodes.Compute(3, "later", 0, 0, 10 * Us, 2));
        ReplayResult result = folder.Replay(2);
        Assert.Equal(18 * Us, result.StepTicks);
        Assert.Equal(new RankTime(1, 4, 18 * Us, 13 * Us, 1 * Us, 4 * Us, 0), result.Ranks[1]);
    }

    [Fact]
    public void Who_comes_to_collectives_in_another_order_locks_nobody_up()
    {
        // Rank 0 is free for group 1 first, rank 1 for group 2; in both files group 1 stands first.
        using TraceFolder folder = new();
        folder.Groups("""{"1": [0, 1], "2": [0, 1]}""");
        folder.Add(0,
            TraceNodes.Compute(0, "late", 0, 0, 9 * Us),
            TraceNodes.Collective(1, "a", CollectiveCommType.AllReduce, 8, "1", 1 * Us),
            TraceNodes.Collective(2, "b", CollectiveCommType.AllReduce, 8, "2", 1 * Us, 0));
        folder.Add(1,
            TraceNodes.Compute(0, "late", 0, 0, 9 * Us),
            TraceNodes.Collective(1, "a", CollectiveCommType.AllReduce, 8, "1", 1 * Us, 0),
            TraceNodes.Collective(2, "b", CollectiveCommType.AllReduce, 8, "2", 1 * Us));
        Assert.Equal(11 * Us, folder.Replay(2).StepTicks);
    }

    [Fact]
    public void Groups_may_be_told_by_dimensions_of_the_network_or_by_PyTorch()
    {
        using TraceFolder folder = new();
        for (int rank = 0; rank < 16; rank++)
        {
            Node inNode = TraceNodes.Collective(0, "inside", CollectiveCommType.AllReduce, 8, "", (rank < 8 ? 2 : 3) * Us);
            BoolList inner = new();
            inner.Values.Add([true, false, false]);
            inNode.Attr.Add(new AttributeProto { Name = "involved_dim", BoolList = inner });
            Node metadata = new()
            {
                Id = 1,
                Type = NodeType.MetadataNode,
                Inputs = new IOInfo { Values = """['[{"pg_name": "5", "ranks": [0, 8]}, {"pg_name": "6", "ranks": []}]']""" },
            };
            Node[] pair = rank % 8 == 0 ? [TraceNodes.Collective(2, "between", CollectiveCommType.AllReduce, 8, "5", 4 * Us, 0)] : [];
            Node all = TraceNodes.Collective(3, "all", CollectiveCommType.Barrier, 0, "6", 1 * Us, rank % 8 == 0 ? 2u : 0u);
            folder.Add(rank, [inNode, metadata, .. pair, all]);
        }

        // Nodes of ranks 0-7 are done at 2, of 8-15 at 3; ranks 0 and 8 go on 3-7; all meet at 7.
        Assert.Equal(8 * Us, folder.Replay(16).StepTicks);
    }

    [Fact]
    public void Every_tick_of_every_rank_is_accounted_for_and_the_same_traces_give_the_same_ticks()
    {
        Random random = new(4);
        using TraceFolder folder = new();
        folder.Groups("""{"1": [0, 1, 2, 3], "2": [4, 5, 6, 7]}""");
        List<Node>[] ranks = [.. Enumerable.Range(0, 8).Select(_ => new List<Node>())];
        for (int round = 0; round < 60; round++)
        {
            for (int rank = 0; rank < 8; rank++)
            {
                ulong next = (ulong)ranks[rank].Count;
                ulong[] after = next == 0 ? [] : [(ulong)random.Next((int)next)];
                ranks[rank].Add(TraceNodes.Compute(next, "c", 0, 0, random.Next(1, 50) * 1000, after));
                string group = rank < 4 ? "1" : "2";
                ranks[rank].Add(TraceNodes.Collective(next + 1, "r", CollectiveCommType.AllReduce, round, group, 1000 + round, next));
            }

            (int from, int to) = (random.Next(4), 4 + random.Next(4));
            ranks[from].Add(TraceNodes.Send((ulong)ranks[from].Count, "s", from, to, round, round, "", random.Next(1, 30_000), (ulong)ranks[from].Count - 1));
            ranks[to].Add(TraceNodes.Receive((ulong)ranks[to].Count, "m", from, to, round, round, (ulong)ranks[to].Count - 1));
        }

        for (int rank = 0; rank < 8; rank++)
        {
            folder.Add(rank, ranks[rank]);
        }

        ReplayOptions options = TraceFolder.Recorded with { StreamPerGroup = true, Recorded = [.. Enumerable.Range(0, 8)] };
        ReplayResult first = folder.Replay(8, options), second = folder.Replay(8, options);
        Assert.Equal(first.Ranks, second.Ranks);
        foreach (RankTime time in first.Ranks)
        {
            Assert.Equal(first.StepTicks, time.Total);
            Assert.True(time.Idle >= 0 && time.Communication >= 0);
            IReadOnlyList<ReplaySpan> spans = first.Spans[time.Rank];
            Assert.Equal(time.Compute, spans.Where(span => span.Kind == NodeKind.Compute).Sum(span => span.End - span.Start));
            Assert.Equal(ranks[time.Rank].Count, spans.Count);
        }

        // Both ends of a message see it alike, and nobody has it before it is there.
        Assert.Equal(60, first.Messages.Count);
        foreach (ReplayedMessage message in first.Messages)
        {
            Assert.Contains(first.Spans[message.From], span => span.Kind == NodeKind.Send && span.Start == message.Start && span.End == message.End);
            Assert.Contains(first.Spans[message.To], span => span.Kind == NodeKind.Receive && span.End >= message.End);
        }
    }
}
