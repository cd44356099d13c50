using System.Numerics;
using Orrery.Engine;
using Orrery.Engine.State;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory.Dram;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Memory;

/// <summary>An L2 partition with its slices and memory channels.</summary>
internal sealed class MemoryPartition : Component
{
    [NotState]
    private readonly GpuMachine _machine;
    [NotState]
    private readonly L2Timing _l2;
    private readonly int _index;

    public MemoryPartition(Scope scope, int index, GpuMachine machine, int kernels) : base(scope, $"l2-{index}")
    {
        (_index, _machine, _l2) = (index, machine, machine.L2);
        Requests = new Inbox<MemoryRequest>(this);
        Replies = new Outbox<MemoryReply>(this);
        int slices = machine.SlicesPerPartition;
        _map = new AddressMap(machine.Micro.L2.Partitions, slices);
        _slices = new WirePort[slices];
        _sectorTime = WirePort.Duration(SectorRun.SectorBytes, _l2.SliceBytes);
        long bytes = (long)machine.Gpu.L2.Size.BaseValue / machine.Micro.L2.Partitions;
        _cache = new L2Cache(slices, (int)(bytes / 128), machine.Micro.L2.Ways, machine.Parts.Replacement);
        _tallies = new MemoryTally[kernels];
        for (int kernel = 0; kernel < kernels; kernel++) _tallies[kernel] = new MemoryTally();
        _channels = [.. Enumerable.Range(0, machine.ChannelsPerPartition).Select(_ => new DramChannel(DramCycles.Of(machine), machine.Parts.Scheduler, _tallies))];
        _ways = [.. Enumerable.Range(0, machine.Gpu.SmCount).Select(sm => machine.Way(sm, index))];
    }

    /// <summary>All partitions together have about half as much to do as all multiprocessors (measured on a GEMM of 4096).</summary>
    public override int Effort => Math.Max(1, _machine.Gpu.SmCount / 2 / _machine.Micro.L2.Partitions);

    public Inbox<MemoryRequest> Requests { get; }
    public Outbox<MemoryReply> Replies { get; }

    /// <summary>Takes what was moved by when; null where nobody asked.</summary>
    public PartitionActivity? Activity
    {
        get => _activity;
        set => _activity = value;
    }

    /// <summary>What it counted of a kernel.</summary>
    public MemoryTally TallyOf(int kernel) => _tallies[kernel];

    private readonly AddressMap _map;
    private readonly L2Cache _cache;
    private readonly WirePort[] _slices;
    private readonly long _sectorTime;
    private readonly DramChannel[] _channels;
    private readonly MemoryTally[] _tallies;

    // Cycles to each multiprocessor.
    private readonly int[] _ways;
    private readonly FillTable _fills = new();
    private readonly EventWheel _events = new();
    private MemoryAccess[] _accesses = new MemoryAccess[64];
    private int _freeAccess = -1;
    private int _usedAccesses;
    private long _time;

    // The lines of the request that is looked up.
    private readonly WantedLine[] _wanted = new WantedLine[32 * (AddressMap.ChunkBytes / 128 + 1)];
    [NotState]
    private uint _touched;
    [NotState]
    private PartitionActivity? _activity;

    /// <summary>Puts lines of an array into the cache before anything runs.</summary>
    /// <param name="array">The array; lines are chosen by a hash until its resident part is there.</param>
    public void Warm(KernelArray array)
    {
        const long line = 128;
        // Which lines are there tells nothing of which are dirty.
        const uint Salt = 0x9E3779B9;
        uint limit = (uint)Math.Round(Math.Clamp(array.Resident, 0, 1) * uint.MaxValue);
        double dirty = array.Dirty * uint.MaxValue;
        for (long address = array.Start & -line; address < array.Start + array.Bytes && limit > 0; address += line)
        {
            if (_map.Partition(address) != _index || AddressMap.Hash((uint)(address / line)) > limit) continue;
            uint local = (uint)_map.LocalLine(address);
            (int slice, uint row) = _map.Slice(local);
            ref L2Line held = ref _cache[_cache.Place(_cache.HomeOf(slice, row), out _, out _)];
            held.Valid = 0xF;
            if (AddressMap.Hash((uint)(address / line) ^ Salt) < dirty) held.Dirty = 0xF;
        }
    }

    protected override void Run()
    {
        long start = Now;
        if (_activity is not null && _activity.IsDue(start)) Sample(_activity, start);
        while (Requests.HasMessage)
        {
            MemoryRequest request = Requests.Take();
            _events.Push(request.Time, EventKind.Request, NewAccess(request));
        }
        long end = start + Quantum.Cycles;
        long time = _events.Next(Math.Max(_time, start));
        for (; time < end; time = _events.Next(time + 1))
        {
            while (_events.TryTake(time, out int kind, out int who, out _))
            {
                if (kind == EventKind.Request) Begin(who, time);
                else if (kind == EventKind.Channel) Serve(who, time);
                else Fill(who, time);
            }
        }
        _time = end;
        if (time != long.MaxValue) WakeAt(Math.Max(end, Quantum.StartOf(time)));
    }

    /// <summary>Nothing comes any more: what was moved last is recorded.</summary>
    public void End()
    {
        if (_activity is not null) Sample(_activity, _time);
    }

    private void Sample(PartitionActivity activity, long now)
    {
        long l2 = 0;
        long sectors = 0;
        foreach (MemoryTally tally in _tallies)
        {
            l2 += tally.BytesSent + tally.BytesStored;
            sectors += tally.SectorsRead + tally.SectorsWritten;
        }
        activity.Take(Math.Min(_time, now), now, l2, (double)sectors * SectorRun.SectorBytes);
    }

    private void Begin(int at, long time)
    {
        MemoryRequest request = _accesses[at].Request;
        _accesses[at].Ready = time;
        int count = 0;
        for (uint rows = request.Rows; rows != 0; rows &= rows - 1)
        {
            long sector = request.Address + (long)BitOperations.TrailingZeroCount(rows) * request.Stride >> 5;
            long end = sector + request.Sectors;
            while (sector < end)
            {
                long stop = Math.Min(end, (sector >> 2) + 1 << 2);
                uint local = (uint)_map.LocalLine(sector << 5);
                (int slice, uint row) = _map.Slice(local);
                LineHome home = _cache.HomeOf(slice, row);
                _touched ^= _cache.Touch(home.Set);
                _wanted[count++] = new WantedLine(slice, row, home, (1 << (int)(stop - sector)) - 1 << (int)(sector & 3));
                sector = stop;
            }
        }
        for (int line = 0; line < count; line++) AccessLine(at, _wanted[line], time);
        if (_accesses[at].Pending == 0) Reply(at);
    }

    private void AccessLine(int at, WantedLine wanted, long time)
    {
        int mask = wanted.Sectors;
        int sectors = BitOperations.PopCount((uint)mask);
        long ready = _slices[wanted.Slice].Send(time, sectors * _sectorTime) + _l2.SliceCycles;
        ref MemoryAccess access = ref _accesses[at];
        access.Ready = Math.Max(access.Ready, ready);
        int place = _cache.Place(wanted.Home, out uint evicted, out int dirty);
        int kernel = access.Request.Kernel;
        MemoryTally tally = _tallies[kernel];
        if (dirty != 0) ToMemory(wanted.Slice, evicted, dirty, -1, kernel, time);
        if (access.Request.IsStore)
        {
            tally.BytesStored += sectors * SectorRun.SectorBytes;
            if (place == L2Cache.None) ToMemory(wanted.Slice, wanted.Row, mask, -1, kernel, time);
            else (_cache[place].Valid, _cache[place].Dirty) = (_cache[place].Valid | mask, _cache[place].Dirty | mask);
            return;
        }

        tally.Lookups += sectors;
        int missing = mask;
        if (place != L2Cache.None)
        {
            ref L2Line line = ref _cache[place];
            tally.Hits += BitOperations.PopCount((uint)(mask & line.Valid));
            missing &= ~line.Valid;
            if ((missing & line.Pending) != 0)
            {
                access.Pending++;
                _fills.Wait(_cache.FillOf(place), at);
                missing &= ~line.Pending;
            }
        }
        if (missing == 0) return;
        int fill = _fills.Open(place, missing);
        access.Pending++;
        _fills.Wait(fill, at);
        if (place != L2Cache.None)
        {
            _cache[place].Pending |= missing;
            _cache.FillOf(place) = fill;
        }
        ToMemory(wanted.Slice, wanted.Row, missing, fill, kernel, ready);
    }

    private void ToMemory(int slice, uint row, int sectors, int fill, int kernel, long time)
    {
        uint linesInRow = (uint)_machine.Dram.RowBytes / 128;
        // A row of memory holds lines of one slice. Rows go round the channels, which may be more or fewer than the slices.
        uint place = row / linesInRow * (uint)_slices.Length + (uint)slice;
        int number = (int)(place % (uint)_channels.Length);
        DramChannel channel = _channels[number];
        uint page = place / (uint)_channels.Length;
        uint bank = (page + AddressMap.Hash(page / (uint)_machine.Dram.Banks)) % (uint)_machine.Dram.Banks;
        int dramRow = (int)(page / (uint)_machine.Dram.Banks);
        channel.Add(new DramRequest((int)bank, dramRow, BitOperations.PopCount((uint)sectors), fill, kernel));
        if (channel.IsAwake) return;
        channel.IsAwake = true;
        _events.Push(Math.Max(time, _time + 1), EventKind.Channel, number);
    }

    private void Serve(int number, long time)
    {
        DramChannel channel = _channels[number];
        channel.Serve(time, out int fill, out long done, out long next);
        if (fill >= 0) _events.Push(done, EventKind.Fill, fill);
        channel.IsAwake = channel.HasWork;
        if (channel.IsAwake) _events.Push(next, EventKind.Channel, number);
    }

    private void Fill(int fill, long time)
    {
        (int place, int sectors) = _fills.What(fill);
        if (place != L2Cache.None)
        {
            ref L2Line line = ref _cache[place];
            line.Valid |= sectors;
            line.Pending &= ~sectors;
        }
        for (int at = _fills.TakeWaiter(fill); at >= 0; at = _fills.TakeWaiter(fill))
        {
            _accesses[at].Ready = Math.Max(_accesses[at].Ready, time);
            if (--_accesses[at].Pending == 0) Reply(at);
        }
        _fills.Close(fill);
    }

    private void Reply(int at)
    {
        ref MemoryAccess access = ref _accesses[at];
        MemoryRequest request = access.Request;
        int bytes = request.IsStore ? 0 : request.Bytes;
        if (request.Peers == 0) Send(request, request.Sm, request.Tag, bytes, access.Ready);
        for (uint peers = request.Peers; peers != 0; peers &= peers - 1)
        {
            int sm = (request.Sm & -MemoryRequest.Group) + BitOperations.TrailingZeroCount(peers);
            Send(request, sm, sm == request.Sm ? request.Tag : ~request.PeerTag, bytes, access.Ready);
        }
        access.Pending = _freeAccess;
        _freeAccess = at;
    }

    private void Send(in MemoryRequest request, int sm, int tag, int bytes, long ready)
    {
        long arrival = ready + _ways[sm];
        _tallies[request.Kernel].BytesSent += bytes;
        Replies.Send(sm, new MemoryReply(arrival, tag, bytes), Quantum.Delay(Now, arrival));
    }

    private int NewAccess(MemoryRequest request)
    {
        int at = _freeAccess;
        if (at >= 0)
        {
            _freeAccess = _accesses[at].Pending;
        }
        else
        {
            if (_usedAccesses == _accesses.Length) Array.Resize(ref _accesses, 2 * _usedAccesses);
            at = _usedAccesses++;
        }
        _accesses[at] = new MemoryAccess { Request = request };
        return at;
    }

    private static class EventKind
    {
        public const int Request = 0;
        public const int Channel = 1;
        public const int Fill = 2;
    }
}
