using Orrery.Gpu.Multiprocessor;

namespace Orrery.Gpu.Memory;

/// <summary>The L1 cache of a multiprocessor: lines of four sectors, least recently used out first. Stores do not allocate.</summary>
/// <remarks>A miss on sectors that are on their way waits for the whole access that asked for them, not for the sectors alone.</remarks>
internal sealed class L1Cache
{
    private const long Empty = -1;
    private const int LineSectors = 4;

    private readonly int _ways;
    private uint _sets;
    private readonly long[] _tags;
    private readonly byte[] _valid;
    private readonly byte[] _pending;
    // The access that asked for each sector on its way.
    private readonly int[] _owners;
    private readonly int[] _used;
    private int _clock;

    public L1Cache(int lines, int ways)
    {
        (_ways, _sets) = (ways, (uint)Math.Max(1, lines / ways));
        int all = (int)_sets * ways;
        (_tags, _valid, _pending, _owners, _used) = (new long[all], new byte[all], new byte[all], new int[all * LineSectors], new int[all]);
        Array.Fill(_tags, Empty);
    }

    /// <summary>A kernel begins: empties the cache and gives it a part of its lines, the rest being shared memory. Nothing may be on its way.</summary>
    public void Begin(int lines)
    {
        _sets = (uint)Math.Clamp(lines / _ways, 1, _tags.Length / _ways);
        Array.Fill(_tags, Empty);
        Array.Clear(_valid);
    }

    /// <summary>Looks up an access: makes it wait for sectors on their way, and returns how many runs of sectors it misses.</summary>
    public int Look(ReadOnlySpan<SectorRun> runs, Span<SectorRun> misses, int tag, LoadTable loads, SmTally tally)
    {
        int count = 0;
        int waitsFor = -1;
        foreach (SectorRun run in runs)
        {
            long sector = run.Address / SectorRun.SectorBytes;
            long end = sector + run.Sectors;
            while (sector < end)
            {
                long line = sector >> 2;
                long stop = Math.Min(end, line + 1 << 2);
                int mask = (1 << (int)(stop - sector)) - 1 << (int)(sector & 3);
                tally.L1Sectors += stop - sector;
                int missing = LookLine(line, mask, tag, loads, tally, ref waitsFor);
                for (; missing != 0; missing &= missing - 1)
                {
                    long address = (line << 2 | (long)System.Numerics.BitOperations.TrailingZeroCount(missing)) * SectorRun.SectorBytes;
                    // Neighbours become one run as long as they share a chunk.
                    if (count > 0 && misses[count - 1].Address + misses[count - 1].Sectors * SectorRun.SectorBytes == address
                        && address % AddressMap.ChunkBytes != 0)
                    {
                        misses[count - 1] = misses[count - 1] with { Sectors = misses[count - 1].Sectors + 1 };
                    }
                    else
                    {
                        misses[count++] = new SectorRun(address, 1);
                    }
                }
                sector = stop;
            }
        }
        return count;
    }

    /// <summary>An access has its data: the sectors that it asked for are valid.</summary>
    public void Fill(int tag, LoadTable loads)
    {
        for (int line = loads.TakeFill(tag, out int sectors); line >= 0; line = loads.TakeFill(tag, out sectors))
        {
            _valid[line] |= (byte)sectors;
            _pending[line] &= (byte)~sectors;
        }
    }

    private int LookLine(long line, int mask, int tag, LoadTable loads, SmTally tally, ref int waitsFor)
    {
        int first = (int)(AddressMap.Hash((uint)line) % _sets) * _ways;
        int at = Array.IndexOf(_tags, line, first, _ways);
        _clock++;
        if (at < 0)
        {
            at = Victim(first);
            if (at < 0) return mask;
            (_tags[at], _valid[at]) = (line, 0);
        }
        _used[at] = _clock;
        int hit = _valid[at] & mask;
        tally.L1Hits += System.Numerics.BitOperations.PopCount((uint)hit);
        int coming = _pending[at] & mask;
        for (int rest = coming; rest != 0; rest &= rest - 1)
        {
            int owner = _owners[at * LineSectors + System.Numerics.BitOperations.TrailingZeroCount(rest)];
            if (owner == waitsFor || owner == tag) continue;
            waitsFor = owner;
            loads.WaitFor(tag, owner);
        }
        int missing = mask & ~hit & ~coming;
        if (missing == 0) return 0;
        _pending[at] |= (byte)missing;
        for (int rest = missing; rest != 0; rest &= rest - 1)
        {
            _owners[at * LineSectors + System.Numerics.BitOperations.TrailingZeroCount(rest)] = tag;
        }
        loads.AddFill(tag, at, missing);
        return missing;
    }

    private int Victim(int first)
    {
        int victim = -1;
        for (int at = first; at < first + _ways; at++)
        {
            if (_pending[at] == 0 && (victim < 0 || _used[at] < _used[victim])) victim = at;
        }
        return victim;
    }
}
