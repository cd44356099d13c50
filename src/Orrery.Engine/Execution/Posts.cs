namespace Orrery.Engine.Execution;

/// <summary>
/// What one worker sends to other partitions within one window: wake-ups and letters, kept by receiver. The worker
/// writes one of its two, while the receivers read the other: no locks, no sharing within a phase.
/// </summary>
internal sealed class Posts
{
    private struct PostedWake
    {
        internal long Tick;
        internal int Local;
    }

    private struct Pile
    {
        internal PostedWake[] Wakes;
        internal int Count;
    }

    private readonly Pile[] _wakes;
    private readonly PostedMail[] _mail;

    /// <summary>The earliest tick of anything posted to each partition; <see cref="long.MaxValue"/> for nothing.</summary>
    internal readonly long[] Earliest;

    internal Posts(int partitions, IReadOnlyList<PostOffice> offices)
    {
        _wakes = new Pile[partitions];
        for (int i = 0; i < partitions; i++) _wakes[i].Wakes = [];
        _mail = [.. offices.Select(office => office.NewPostedMail(partitions))];
        Earliest = new long[partitions];
        Array.Fill(Earliest, long.MaxValue);
    }

    internal void Add(int partition, int local, long tick)
    {
        ref Pile pile = ref _wakes[partition];
        if (pile.Count == pile.Wakes.Length) Array.Resize(ref pile.Wakes, Math.Max(16, pile.Count * 2));
        pile.Wakes[pile.Count++] = new PostedWake { Tick = tick, Local = local };
        if (tick < Earliest[partition]) Earliest[partition] = tick;
    }

    internal void Add<T>(PostOffice<T> office, int partition, int inbox, T message, in Origin origin, long due)
        where T : unmanaged
    {
        ((PostedMail<T>)_mail[office.Index]).Add(partition, inbox, message, origin, due);
        if (due < Earliest[partition]) Earliest[partition] = due;
    }

    /// <summary>Moves everything for a partition into it.</summary>
    internal void HandOver(Partition partition)
    {
        if (Earliest[partition.Index] == long.MaxValue) return;
        Earliest[partition.Index] = long.MaxValue;
        ref Pile pile = ref _wakes[partition.Index];
        for (int i = 0; i < pile.Count; i++) partition.Wake(pile.Wakes[i].Local, pile.Wakes[i].Tick);
        pile.Count = 0;
        for (int i = 0; i < _mail.Length; i++) partition.Mail[i].Collect(_mail[i]);
    }
}
