namespace Orrery.Engine.Memory;

/// <summary>
/// Finds accesses to shared memory that no message can have ordered: two components touch the same bytes, one of them writes,
/// and the later one is nearer in ticks than the shortest way of messages from the earlier one.
/// </summary>
/// <remarks>
/// That is exact in both senses. No false alarm: what comes sooner than the shortest way was not handed over. And no race
/// slips through: partitions in one window are further apart than the window is long, so accesses that pass the check never lie
/// in one window of two partitions. Whether a run passes does therefore not depend on the schedule. Byte ranges are kept
/// exactly; pages of 4 KiB only find them.
/// </remarks>
internal sealed class HoldCheck
{
    private const int PageBits = 12;

    private readonly record struct Access(long Begin, long End, Component Who, long Tick, bool Writes);

    private readonly string _name;
    private readonly MessageDistance _distance;
    private readonly Dictionary<long, List<Access>> _pages = [];
    private readonly Lock _gate = new();

    internal HoldCheck(Simulation simulation, string name) => (_name, _distance) = (name, new MessageDistance(simulation));

    internal void Touch(Component who, MemoryRegion region, bool writes)
    {
        // Tick 0 is Start: one component after another, before anything runs.
        if (who.Now == 0 || region.Length == 0) return;
        lock (_gate)
        {
            for (long page = region.Offset >> PageBits; page <= (region.End - 1) >> PageBits; page++)
            {
                long begin = Math.Max(region.Offset, page << PageBits), end = Math.Min(region.End, (page + 1) << PageBits);
                Touch(page, new Access(begin, end, who, who.Now, writes));
            }
        }
    }

    private void Touch(long page, Access now)
    {
        if (!_pages.TryGetValue(page, out List<Access>? known)) _pages.Add(page, known = []);
        foreach (Access before in known)
        {
            if (Overlap(before, now) && before.Who != now.Who && (before.Writes || now.Writes)) Compare(before, now);
        }
        for (int i = known.Count - 1; i >= 0; i--)
        {
            // What comes far enough after this access also comes far enough after what it follows.
            Access before = known[i];
            bool replaced = now.Writes || (before.Who == now.Who && !before.Writes);
            if (!replaced || !Overlap(before, now)) continue;
            known.RemoveAt(i);
            if (before.Begin < now.Begin) known.Add(before with { End = now.Begin });
            if (before.End > now.End) known.Add(before with { Begin = now.End });
        }
        known.Add(now);
    }

    private static bool Overlap(Access one, Access other) => one.Begin < other.End && other.Begin < one.End;

    private void Compare(Access one, Access other)
    {
        // By tick and not by arrival here: threads that run ahead of each other must say the same.
        bool inOrder = one.Tick != other.Tick ? one.Tick < other.Tick : one.Who.Id < other.Who.Id;
        (Access first, Access second) = inOrder ? (one, other) : (other, one);
        long away = _distance.Between(first.Who, second.Who);
        if (second.Tick - first.Tick >= away) return;
        long begin = Math.Max(one.Begin, other.Begin), end = Math.Min(one.End, other.End);
        string way = away == long.MaxValue ? "no message leads" : $"a message takes at least {away} {(away == 1 ? "tick" : "ticks")}";
        throw new SimulationException(
            $"memory {_name}: {Verb(first)} bytes 0x{begin:x} to 0x{end - 1:x} at tick {first.Tick} and {Verb(second)} them at tick {second.Tick}, " +
            $"but {way} from {first.Who.Name} to {second.Who.Name}: the region was not handed over");
    }

    private static string Verb(Access access) => $"{access.Who.Name} {(access.Writes ? "wrote" : "read")}";
}
