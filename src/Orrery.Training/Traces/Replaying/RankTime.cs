namespace Orrery.Training.Traces.Replaying;

/// <summary>Where the time of one rank goes. Computation, exposed communication and idle time add up to the step, to the tick.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Nodes">Nodes of its trace.</param>
/// <param name="End">Tick at which its last node is done.</param>
/// <param name="Compute">Ticks in which it computes.</param>
/// <param name="Communication">Ticks in which it only communicates: data is on its way to or from it and it does not compute.</param>
/// <param name="Idle">Ticks in which it waits, for others or for its host.</param>
/// <param name="Hidden">Ticks in which it communicates while it computes; they count as computation.</param>
public sealed record RankTime(int Rank, int Nodes, long End, long Compute, long Communication, long Idle, long Hidden)
{
    /// <summary>All ticks: the step.</summary>
    public long Total => Compute + Communication + Idle;

    internal static RankTime Of(int rank, int nodes, long end, Intervals compute, Intervals communication, long step)
    {
        List<(long Start, long End)> busy = compute.Covered(), sent = communication.Covered();
        long computed = busy.Sum(part => part.End - part.Start);
        long talked = sent.Sum(part => part.End - part.Start);
        long both = 0;
        for (int one = 0, other = 0; one < busy.Count && other < sent.Count;)
        {
            both += Math.Max(0, Math.Min(busy[one].End, sent[other].End) - Math.Max(busy[one].Start, sent[other].Start));
            (one, other) = busy[one].End < sent[other].End ? (one + 1, other) : (one, other + 1);
        }

        long idle = 0, at = 0;
        for (int one = 0, other = 0; one < busy.Count || other < sent.Count;)
        {
            bool first = other == sent.Count || (one < busy.Count && busy[one].Start <= sent[other].Start);
            (long start, long stop) = first ? busy[one++] : sent[other++];
            idle += Math.Max(0, start - at);
            at = Math.Max(at, stop);
        }

        return new RankTime(rank, nodes, end, computed, talked - both, idle + step - at, both);
    }
}
