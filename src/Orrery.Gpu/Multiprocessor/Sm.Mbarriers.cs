using System.Numerics;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Multiprocessor;

// Mbarriers: arrivals, bytes, phases, and what reaches the other blocks of a cluster.
internal sealed partial class Sm<TScheduler>
{
    private const int PhasesOfBlock = Mbarrier.OfCluster + 1;

    private readonly PhaseState[] _phases = [];

    // Waits and signals of each warp at each ring.
    private readonly int[] _waits = [];
    private readonly int[] _signals = [];

    private void ForgetPhases(int at)
    {
        Array.Clear(_waits, at * PhasesOfBlock, PhasesOfBlock);
        Array.Clear(_signals, at * PhasesOfBlock, PhasesOfBlock);
    }

    /// <summary>The mbarrier of a ring that a warp signals now.</summary>
    private int NextStage(int at, PhaseSignal signal) =>
        signal.Ring.First + _signals[at * PhasesOfBlock + signal.Ring.First]++ / signal.PerStage % signal.Ring.Stages;

    private void WaitForPhase(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        PhaseSignal signal = _work.Signals[instruction.Argument];
        int wait = _waits[at * PhasesOfBlock + signal.Ring.First]++;
        int barrier = signal.Ring.First + wait % signal.Ring.Stages;
        warp.Pending |= PendingBits.Barrier;
        warp.Awaits = barrier == Mbarrier.OfCluster ? WarpState.Barrier : WarpState.Mbarrier;
        warp.WaitsAt = (byte)barrier;
        ref PhaseState phase = ref _phases[warp.Slot * PhasesOfBlock + barrier];
        if (phase.Over > wait / signal.Ring.Stages - signal.Ahead) _events.Push(time + instruction.Latency, EventKind.Result, at, PendingBits.Barrier);
        else phase.Waiting |= 1UL << at;
    }

    private void ArriveAtPhase(in Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        PhaseSignal signal = _work.Signals[instruction.Argument];
        int barrier = NextStage(at, signal);
        if (signal.Peers == ClusterPeers.Own)
        {
            Signal(warp.Slot * PhasesOfBlock + barrier, 1, 0, time);
            return;
        }
        ClusterShape cluster = Cluster(warp);
        int rank = RankIn(cluster);
        for (uint ranks = cluster.Ranks(rank, signal.Peers); ranks != 0; ranks &= ranks - 1)
        {
            int peer = BitOperations.TrailingZeroCount(ranks);
            if (peer == rank) Signal(warp.Slot * PhasesOfBlock + barrier, 1, 0, time);
            else Tell(_index - rank + peer, _launched[warp.Slot].Cluster, barrier, time);
        }
    }

    private ClusterShape Cluster(in Warp warp) => _work.Kernels[warp.Kernel].Cluster;

    // A cluster begins at a multiple of its size, and has a block on each multiprocessor.
    private int RankIn(ClusterShape cluster) => _index & cluster.Size - 1;

    private void Tell(int sm, int cluster, int barrier, long time)
    {
        long heard = time + _machine.Micro.Asynchronous!.ClusterCycles;
        Told!.Send(sm, new PeerSignal(heard, PeerSignal.Address(cluster, barrier)), Quantum.Delay(Now, heard));
    }

    /// <summary>An arrival from another block of the cluster. One that has ended hears nothing.</summary>
    private void Hear(int address, long time)
    {
        if (PhaseAt(address) is >= 0 and int phase) Signal(phase, 1, 0, time);
    }

    /// <summary>The mbarrier of the block that belongs to a cluster; -1 where there is none.</summary>
    private int PhaseAt(int address)
    {
        var at = new PeerSignal(0, address);
        for (ulong taken = ~_freeSlots; taken != 0; taken &= taken - 1)
        {
            int slot = BitOperations.TrailingZeroCount(taken);
            if (slot >= _launched.Length) break;
            if (_launched[slot].Cluster == at.Cluster) return slot * PhasesOfBlock + at.Barrier;
        }
        return -1;
    }

    /// <summary>Arrivals or bytes for a phase; the last ones end it.</summary>
    private void Signal(int at, int arrivals, int bytes, long time)
    {
        int slot = at / PhasesOfBlock;
        if (_warpsLeft[slot] == 0) return;
        Mbarrier barrier = _work.Kernels[_launched[slot].Kernel].Mbarriers[at % PhasesOfBlock];
        ref PhaseState phase = ref _phases[at];
        phase.Arrivals += arrivals;
        phase.Bytes += bytes;
        if (phase.Arrivals < barrier.Arrivals || phase.Bytes < barrier.Bytes) return;
        phase.Arrivals -= barrier.Arrivals;
        phase.Bytes -= barrier.Bytes;
        phase.Over++;
        long heard = time + _machine.Micro.Asynchronous!.MbarrierCycles;
        for (; phase.Waiting != 0; phase.Waiting &= phase.Waiting - 1)
        {
            _events.Push(heard, EventKind.Result, BitOperations.TrailingZeroCount(phase.Waiting), PendingBits.Barrier);
        }
    }
}
