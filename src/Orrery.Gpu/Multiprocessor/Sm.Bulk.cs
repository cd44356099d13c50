using Orrery.Gpu.Memory;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

// The copy unit (tensor memory accelerator): boxes in order of issue, 32 rows at a time. It has no part in the miss-status registers.
internal sealed partial class Sm<TScheduler>
{
    private const int RowsAtOnce = 32;
    private const int LineBytes = 128;

    private BulkCopy[] _copies = new BulkCopy[8];
    private int _freeCopy = -1;
    private int _usedCopies;
    private long _bulkFree;

    private void IssueBulk(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        bool isStore = instruction.Operation == Operation.BulkStore;
        int phase = isStore ? 0 : warp.Slot * PhasesOfBlock + NextStage(at, _work.Signals[instruction.Argument]);
        int tag = _loads.Open(isStore ? LoadKind.BulkStore : LoadKind.BulkLoad, at, warp.Kernel, (ulong)phase);
        // Open until its last row has gone.
        _loads[tag].Left = 1;
        ref readonly AddressPattern box = ref _work.Patterns[instruction.Pattern];
        int copy = NewCopy();
        _copies[copy] = new BulkCopy
        {
            Next = StartOf(warp, instruction.Pattern),
            Rows = box.Rows,
            Pattern = instruction.Pattern,
            Tag = tag,
            Warp = at,
            Group = warp.OpenGroup,
        };
        if (isStore)
        {
            warp.Groups += 1UL << 8 * warp.OpenGroup;
            warp.Pending |= PendingBits.Copies;
        }
        else
        {
            PhaseSignal signal = _work.Signals[instruction.Argument];
            ClusterPeers peers = signal.Peers;
            _loads[tag].Warp = PeersOf(warp, signal.IsSplit ? ClusterPeers.Own : peers);
            _copies[copy].Next += box.StrideShare * Cluster(warp).Share(RankIn(Cluster(warp)), peers);
        }
        long start = Math.Max(time + _machine.Micro.Asynchronous!.BulkLatency, _bulkFree);
        _bulkFree = start + CyclesOf(box.Rows, box.RowBytes);
        _events.Push(start, EventKind.BulkRows, copy);
    }

    private void CopyRows(int at, long time)
    {
        ref BulkCopy copy = ref _copies[at];
        ref readonly AddressPattern box = ref _work.Patterns[copy.Pattern];
        int rows = Math.Min(RowsAtOnce, copy.Rows);
        int runs = SectorRun.Of(rows, box.RowBytes, box.RowStride, null, copy.Next, _runs);
        bool isStore = _loads[copy.Tag].Kind == LoadKind.BulkStore;
        int kernel = _loads[copy.Tag].Kernel;
        if (isStore) _ = Pass((rows * box.RowBytes + LineBytes - 1) / LineBytes, _tallies[kernel], time);
        Ask(_runs.AsSpan(0, runs), box.RowStride, copy.Tag, isStore, time);
        copy.Next += (long)rows * box.RowStride;
        copy.Rows -= rows;
        if (copy.Rows > 0)
        {
            _events.Push(time + CyclesOf(rows, box.RowBytes), EventKind.BulkRows, at);
            return;
        }
        if (isStore) EndCopy(copy.Warp, copy.Group, time);
        Resolve(copy.Tag, time, time);
        copy.Rows = _freeCopy;
        _freeCopy = at;
    }

    /// <summary>Bytes of a box are in shared memory.</summary>
    private void Deliver(int phase, int bytes, long time)
    {
        int kernel = _launched[phase / PhasesOfBlock].Kernel;
        _ = Pass((bytes + LineBytes - 1) / LineBytes, _tallies[kernel], time);
        Signal(phase, 0, bytes, time);
    }

    private void ArriveForPeer(int address, int bytes, long through)
    {
        int phase = PhaseAt(address);
        if (phase < 0) return;
        _tallies[_launched[phase / PhasesOfBlock].Kernel].BytesReceived += bytes;
        _events.Push(Math.Max(through, _time + 1), EventKind.Delivered, phase, (ulong)bytes);
    }

    /// <summary>A request with the multiprocessors that share its data.</summary>
    private MemoryRequest WithPeers(in MemoryRequest request, in Load load)
    {
        if (load.Kind != LoadKind.BulkLoad || load.Warp == 0) return request;
        (int slot, int barrier) = ((int)load.What / PhasesOfBlock, (int)load.What % PhasesOfBlock);
        return request with { Peers = (ushort)load.Warp, PeerTag = Launch.PeerSignal.Address(_launched[slot].Cluster, barrier) };
    }

    /// <summary>The multiprocessors that a copy goes to, one bit each in the aligned group of this one.</summary>
    private int PeersOf(in Warp warp, ClusterPeers peers)
    {
        ClusterShape cluster = Cluster(warp);
        return peers == ClusterPeers.Own ? 0 : (int)(cluster.Ranks(RankIn(cluster), peers) << (_index & MemoryRequest.Group - 1 & ~(cluster.Size - 1)));
    }

    private int CyclesOf(int rows, int rowBytes) => (rows * rowBytes + LineBytes - 1) / LineBytes * _machine.Micro.Asynchronous!.BulkLineCycles;

    private int NewCopy()
    {
        int at = _freeCopy;
        if (at >= 0)
        {
            _freeCopy = _copies[at].Rows;
            return at;
        }
        if (_usedCopies == _copies.Length) Array.Resize(ref _copies, 2 * _usedCopies);
        return _usedCopies++;
    }
}
