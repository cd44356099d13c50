using Orrery.Gpu.Memory;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Multiprocessor;

// The load/store unit: shared memory, L1, asynchronous copies, and what goes to L2.
internal sealed partial class Sm<TScheduler>
{
    private const int NoTag = -1;

    private readonly AddressMap _map;

    // Cycles to each L2 partition.
    private readonly int[] _ways;
    private readonly L1Cache _cache;
    private readonly LoadTable _loads = new();
    private readonly RequestBuilder[] _open;
    private readonly SectorRun[] _runs = new SectorRun[SectorRun.Most];
    private readonly SectorRun[] _misses = new SectorRun[SectorRun.Most * AddressMap.ChunkSectors];
    private readonly long[] _closedFrom = new long[Subs];
    private WirePort _send;
    private WirePort _receive;
    private long _dataFree;
    private int _sectorsOut;
    private bool _isClosed;

    /// <summary>Queues passes through shared memory and L1; returns the cycle in which the first goes.</summary>
    private long Pass(int wavefronts, SmTally tally, long time)
    {
        long start = Math.Max(time, _dataFree);
        _dataFree = start + wavefronts;
        tally.Wavefronts += wavefronts;
        long until = _dataFree - _machine.Micro.LoadStore.QueuedWavefronts;
        if (until > time + 1)
        {
            for (int sub = 0; sub < Subs; sub++) OccupyLoadStore(sub, until, time);
        }
        return start;
    }

    private void OccupyLoadStore(int sub, long until, long time)
    {
        int pipe = sub * Pipe.Stride + Pipe.LoadStore;
        if (!_isClosed)
        {
            Occupy(pipe, until, time);
        }
        else if (until > _closedFrom[sub])
        {
            // Closed anyway: the cycles up to there are counted when it opens.
            _reopen = Math.Max(_reopen, until);
        }
    }

    private long _reopen;

    private void IssueShared(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        long start = Pass(instruction.Wavefronts, _tallies[warp.Kernel], time);
        if (instruction.Writes == 0) return;
        warp.PendingShort |= instruction.Writes;
        ExpectAt(ref warp, at, instruction.Writes, start + instruction.Latency + instruction.Wavefronts - 1);
    }

    private void IssueLoad(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        int runs = Locate(warp, instruction.Pattern);
        long start = Pass(instruction.Wavefronts, _tallies[warp.Kernel], time);
        long found = start + instruction.Latency + instruction.Wavefronts - 1;
        int tag = _loads.Open(LoadKind.Register, at, warp.Kernel, instruction.Writes);
        int misses = _cache.Look(_runs.AsSpan(0, runs), _misses, tag, _loads, _tallies[warp.Kernel]);
        warp.Pending |= instruction.Writes;
        warp.PendingLong |= instruction.Writes;
        _loads[tag].Left++;
        _events.Push(found, EventKind.Hit, tag);
        Ask(_misses.AsSpan(0, misses), _work.Patterns[instruction.Pattern].RowStride, tag, false, found);
    }

    private void IssueCopy(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        int runs = Locate(warp, instruction.Pattern);
        if (runs == 0) return;
        // Its data pass through the array once, when they arrive and are written to shared memory.
        long start = Math.Max(time, _dataFree);
        int tag = _loads.Open(LoadKind.Copy, at, warp.Kernel, warp.OpenGroup);
        warp.Groups += 1UL << 8 * warp.OpenGroup;
        warp.Pending |= PendingBits.Copies;
        long sent = start + instruction.Latency + instruction.Wavefronts - 1;
        Ask(_runs.AsSpan(0, runs), _work.Patterns[instruction.Pattern].RowStride, tag, false, sent);
    }

    private void IssueStore(ref Warp warp, in DecodedInstruction instruction, long time)
    {
        int runs = Locate(warp, instruction.Pattern);
        long start = Pass(instruction.Wavefronts, _tallies[warp.Kernel], time);
        if (runs == 0) return;
        int tag = _loads.Open(LoadKind.Store, 0, warp.Kernel, 0);
        Ask(_runs.AsSpan(0, runs), _work.Patterns[instruction.Pattern].RowStride, tag, true, start + instruction.Latency);
    }

    /// <summary>The sectors that a warp touches; returns how many runs they make.</summary>
    private int Locate(in Warp warp, int number)
    {
        ref readonly AddressPattern pattern = ref _work.Patterns[number];
        long way = WayOf(warp, pattern);
        int rows = pattern.RowsFrom(pattern.HasPlaneInY ? way - warp.Y * pattern.StrideY : way);
        return SectorRun.Of(rows, pattern.RowBytes, pattern.RowStride, pattern.RowStarts, PlaneOf(warp, pattern) + way, _runs);
    }

    /// <summary>First byte of a box.</summary>
    private long StartOf(in Warp warp, int number) => PlaneOf(warp, _work.Patterns[number]) + WayOf(warp, _work.Patterns[number]);

    private static long PlaneOf(in Warp warp, in AddressPattern pattern) => pattern.Base + pattern.PlaneOf(warp.Z) * pattern.StrideZ;

    private static long WayOf(in Warp warp, in AddressPattern pattern)
    {
        long way = warp.Counter0 * pattern.StrideLoop0 + warp.Counter1 * pattern.StrideLoop1
            + warp.Counter2 * pattern.StrideLoop2 + warp.Counter3 * pattern.StrideLoop3;
        if (pattern.Wrap > 0) way %= pattern.Wrap;
        int across = Math.Max(1, pattern.WarpsAcross);
        way += warp.Number / across * pattern.StrideWarp + warp.Number % across * pattern.StrideAcross;
        return way + warp.X * pattern.StrideX + warp.Y * pattern.StrideY;
    }

    /// <summary>Sends runs to their partitions, as few messages as their form allows.</summary>
    private void Ask(ReadOnlySpan<SectorRun> runs, int stride, int tag, bool isStore, long time)
    {
        foreach (SectorRun run in runs)
        {
            int partition = _map.Partition(run.Address);
            ref RequestBuilder open = ref _open[partition];
            if (!open.TryAdd(run, stride))
            {
                Flush(partition, tag, isStore, time);
                open = RequestBuilder.From(run);
            }
        }
        for (int partition = 0; partition < _open.Length; partition++) Flush(partition, tag, isStore, time);
        if (_sectorsOut > _machine.Micro.LoadStore.MissSectors && !_isClosed) Close(_time);
    }

    private void Flush(int partition, int tag, bool isStore, long time)
    {
        RequestBuilder open = _open[partition];
        _open[partition] = default;
        if (open.Rows == 0) return;
        int bytes = open.Bytes;
        int onWire = SectorRun.SectorBytes + (isStore ? bytes : 0);
        long through = _send.Send(time, WirePort.Duration(onWire, _l2.RequestBytes));
        long arrival = through + _ways[partition];
        ref Load load = ref _loads[tag];
        MemoryRequest request = open.Request(arrival, tag, (short)_index, load.Kernel, isStore);
        if (load.Kind >= LoadKind.BulkLoad) request = WithPeers(request, load);
        else _sectorsOut += bytes / SectorRun.SectorBytes;
        Requests.Send(partition, request, Quantum.Delay(Now, arrival));
        load.Left++;
        load.Sectors += bytes / SectorRun.SectorBytes;
        if (isStore) _tallies[load.Kernel].BytesSent += bytes;
    }

    /// <summary>Too much is on its way: the load/store unit takes nothing more.</summary>
    private void Close(long time)
    {
        (_isClosed, _reopen) = (true, 0);
        for (int sub = 0; sub < Subs; sub++)
        {
            int pipe = sub * Pipe.Stride + Pipe.LoadStore;
            _closedFrom[sub] = Math.Max(_free[pipe], time + 1);
            _free[pipe] = long.MaxValue;
        }
    }

    private void Reopen(long time)
    {
        _isClosed = false;
        for (int sub = 0; sub < Subs; sub++)
        {
            int pipe = sub * Pipe.Stride + Pipe.LoadStore;
            long free = Math.Max(Math.Max(_closedFrom[sub], time), _reopen);
            _refused[pipe] += free - _closedFrom[sub];
            _free[pipe] = free;
            if (_ready[pipe] != 0) _next[sub] = Math.Min(_next[sub], free);
        }
    }

    /// <summary>A reply is at the port: its miss-status registers are free, and the last byte is through a little later.</summary>
    private void Arrive(int tag, int bytes, long time)
    {
        long through = bytes == 0 ? time : _receive.Send(time, WirePort.Duration(bytes, _l2.ReplyBytes));
        if (tag < 0)
        {
            ArriveForPeer(~tag, bytes, through);
            return;
        }
        ref Load load = ref _loads[tag];
        _tallies[load.Kernel].BytesReceived += bytes;
        if (load.Kind >= LoadKind.BulkLoad)
        {
            if (bytes > 0) _events.Push(Math.Max(through, time + 1), EventKind.Delivered, (int)load.What, (ulong)bytes);
            Resolve(tag, time, through);
            return;
        }
        _sectorsOut -= load.Kind != LoadKind.Store ? bytes / SectorRun.SectorBytes : load.Left == 1 ? load.Sectors : 0;
        if (_isClosed && _sectorsOut <= _machine.Micro.LoadStore.MissSectors) Reopen(time);
        Resolve(tag, time, through);
    }

    /// <summary>One of the things that a load waited for is there from a cycle on; the last one completes it.</summary>
    private void Resolve(int tag, long time, long ready)
    {
        ref Load load = ref _loads[tag];
        load.Ready = Math.Max(load.Ready, ready);
        if (--load.Left > 0) return;
        if (load.Ready > time) _events.Push(load.Ready, EventKind.Completed, tag);
        else Complete(tag, time);
    }

    private void Complete(int tag, long time)
    {
        Load load = _loads[tag];
        switch (load.Kind)
        {
            case LoadKind.Register:
                _cache.Fill(tag, _loads);
                Clear(load.Warp, load.What, time);
                break;
            case LoadKind.Copy:
                _ = Pass((load.Sectors + 3) / 4, _tallies[load.Kernel], time);
                EndCopy(load.Warp, (int)load.What, time);
                break;
            case LoadKind.BulkLoad:
                break;
            default:
                _tallies[load.Kernel].Last = Math.Max(_tallies[load.Kernel].Last, time);
                break;
        }
        for (int waiter = _loads.TakeWaiter(tag); waiter != NoTag; waiter = _loads.TakeWaiter(tag)) Resolve(waiter, time, time);
        _loads.Close(tag);
    }

    private void EndCopy(int at, int group, long time)
    {
        ref Warp warp = ref _warps[at];
        warp.Groups -= 1UL << 8 * group;
        ulong done = warp.Groups == 0 ? PendingBits.Copies : 0;
        if ((warp.Groups & warp.AwaitedGroups) == 0) done |= PendingBits.Group;
        Clear(at, done & warp.Pending, time);
    }

    /// <summary>The bytes of the groups that a wait asks for: all but the open one and the last ones before it.</summary>
    private static ulong AwaitedGroups(int open, int pending)
    {
        ulong awaited = ulong.MaxValue;
        for (int back = 0; back <= pending; back++) awaited &= ~(0xFFUL << 8 * ((open - back) & 7));
        return awaited;
    }
}
