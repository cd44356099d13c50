using System.Runtime.InteropServices;

namespace Orrery.Training.Traces.Matching;

/// <summary>
/// Finds the receive of each send. Those between two ranks with the same tag are taken in the order of the files, as message passing
/// libraries do.
/// </summary>
/// <param name="traces">The traces of all ranks.</param>
/// <param name="costs">Tells how long messages travel.</param>
/// <param name="recorded">Whether they take their recorded time.</param>
/// <param name="mistakes">Takes the mistakes of each rank.</param>
internal sealed class MessageMatcher(RankTrace[] traces, TraceCosts costs, bool recorded, Mistakes[] mistakes)
{
    private readonly Dictionary<(int From, int To, long Tag), Queue<(int Rank, int At)>> _waiting = [];

    /// <summary>Adds all messages.</summary>
    public void Match(Exchanges exchanges)
    {
        foreach (RankTrace trace in traces)
        {
            Span<Communication> ends = trace.Communications;
            for (int at = 0; at < ends.Length; at++)
            {
                bool sends = trace.Nodes[ends[at].Node].Kind == NodeKind.Send;
                if (!sends && trace.Nodes[ends[at].Node].Kind != NodeKind.Receive)
                {
                    continue;
                }

                int other = ends[at].Other;
                (int, int, long) key = sends ? (trace.Rank, other, ends[at].Tag) : (other, trace.Rank, ends[at].Tag);
                ref Queue<(int Rank, int At)>? queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, key, out _);
                queue ??= new Queue<(int, int)>();
                if (queue.TryPeek(out (int Rank, int At) partner) && partner.Rank != trace.Rank)
                {
                    queue.Dequeue();
                    (int, int) self = (trace.Rank, at);
                    Join(sends ? self : partner, sends ? partner : self, exchanges);
                }
                else
                {
                    queue.Enqueue((trace.Rank, at));
                }
            }
        }

        foreach ((int rank, int at) in _waiting.Values.SelectMany(queue => queue).Order())
        {
            Alone(traces[rank], traces[rank].Communications[at]);
        }
    }

    private void Join((int Rank, int At) sender, (int Rank, int At) receiver, Exchanges exchanges)
    {
        ref Communication send = ref traces[sender.Rank].Communications[sender.At];
        ref Communication receive = ref traces[receiver.Rank].Communications[receiver.At];
        if (send.Bytes != receive.Bytes)
        {
            ulong node = traces[sender.Rank].IdOf(send.Node);
            mistakes[receiver.Rank].Add(traces[receiver.Rank].IdOf(receive.Node),
                $"receives {receive.Bytes} bytes, but node {node} of rank {sender.Rank} sends {send.Bytes}",
                allowed: "the same comm_size at both ends");
        }

        long ticks = recorded ? (send.Recorded > 0 ? send.Recorded : receive.Recorded) : costs.Message(sender.Rank, receiver.Rank, send.Bytes);
        send.Link = receive.Link = exchanges.Messages.Count;
        exchanges.Messages.Add(new MatchedMessage(sender.Rank, send.Node, receiver.Rank, receive.Node, send.Bytes, ticks));
    }

    private void Alone(RankTrace trace, in Communication end)
    {
        if (end.Other < 0)
        {
            return;
        }

        bool sends = trace.Nodes[end.Node].Kind == NodeKind.Send;
        mistakes[trace.Rank].Add(trace.IdOf(end.Node), sends
            ? $"sends to rank {end.Other}, which does not receive it (comm_tag {end.Tag}, {end.Bytes} bytes)"
            : $"receives from rank {end.Other}, which does not send it (comm_tag {end.Tag}, {end.Bytes} bytes)",
            allowed: sends ? $"a COMM_RECV_NODE in the trace of rank {end.Other} with comm_src {trace.Rank}"
            : $"a COMM_SEND_NODE in the trace of rank {end.Other} with comm_dst {trace.Rank}");
    }
}
