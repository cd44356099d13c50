using System.Numerics;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Multiprocessor;

// Blocks: their places, their warps, their barriers.
internal sealed partial class Sm<TScheduler>
{
    private const int Barriers = 16;

    private readonly BlockLaunch[] _launched;
    private readonly int[] _warpsLeft;
    private readonly int[] _arrived;
    private readonly ulong[] _atBarrier;
    private readonly SmTally[] _tallies;
    private readonly uint[] _freePlaces = new uint[Subs];
    private ulong _freeSlots;
    private int _resident;
    private int _lastKernel = -1;
    private int _nextSub;
    private int _arrivals;

    public SmCounters CountersOf(int kernel) => _tallies[kernel].ToCounters();

    public IEnumerable<string> Waiting()
    {
        for (int at = 0; at < _warps.Length; at++)
        {
            if ((_freePlaces[at / Places] >> at % Places & 1) != 0 || at % Places >= _machine.Warps / Subs) continue;
            Warp warp = _warps[at];
            string what = warp.State switch
            {
                WarpState.Barrier => warp.WaitsAt == Mbarrier.OfCluster ? "the barrier of its cluster" : $"barrier {warp.WaitsAt}",
                WarpState.Mbarrier => $"mbarrier {warp.WaitsAt}",
                _ => $"{warp.State}",
            };
            yield return $"{Name}: block ({warp.X}, {warp.Y}, {warp.Z}) warp {warp.Number} waits at {what}";
        }
    }

    private void StartBlock(int slot, long time)
    {
        BlockLaunch launch = _launched[slot];
        RoleOfWarp[] roles = _work.Kernels[launch.Kernel].WarpsOf(launch);
        SmTally tally = _tallies[launch.Kernel];
        if (_resident == 0 && launch.Kernel != _lastKernel) _cache.Begin(_work.Kernels[launch.Kernel].CacheLines);
        _lastKernel = launch.Kernel;
        _warpsLeft[slot] = roles.Length;
        if (_phases.Length > 0) Array.Clear(_phases, slot * PhasesOfBlock, PhasesOfBlock);
        _resident += roles.Length;
        foreach (RoleOfWarp role in roles)
        {
            int sub = RoomiestSub();
            int at = sub * Places + BitOperations.TrailingZeroCount(_freePlaces[sub]);
            _freePlaces[sub] &= _freePlaces[sub] - 1;
            _ages[at] = _arrivals;
            _warps[at] = new Warp
            {
                Pc = role.Start,
                Number = role.Number,
                Slot = slot,
                X = launch.X,
                Y = launch.Y,
                Z = launch.Z,
                Kernel = launch.Kernel,
                Age = _arrivals++,
                Since = time,
            };
            Array.Clear(_tensorEnds, at * TensorGroups, TensorGroups);
            if (_phases.Length > 0) ForgetPhases(at);
            if (tally.Resident[sub]++ == 0) tally.ResidentFrom[sub] = time;
            Continue(ref _warps[at], sub, at, time);
        }
    }

    // Warps go to the sub-partitions in turn, but to one that is less full first.
    private int RoomiestSub()
    {
        int best = _nextSub;
        for (int step = 1; step < Subs; step++)
        {
            int sub = (_nextSub + step) & Subs - 1;
            if (BitOperations.PopCount(_freePlaces[sub]) > BitOperations.PopCount(_freePlaces[best])) best = sub;
        }
        _nextSub = (best + 1) & Subs - 1;
        return best;
    }

    private void EndWarp(ref Warp warp, int sub, int at, long time)
    {
        // The cycle of the exit itself belongs to the warp.
        SmTally tally = _tallies[warp.Kernel];
        if (--tally.Resident[sub] == 0) tally.SchedulerActive[sub] += time + 1 - tally.ResidentFrom[sub];
        tally.Last = Math.Max(tally.Last, time + 1);
        _freePlaces[sub] |= 1u << (at & Places - 1);
        _resident--;
        int slot = warp.Slot;
        warp.State = WarpState.Selected;
        if (--_warpsLeft[slot] > 0) return;
        _freeSlots |= 1UL << slot;
        _activity?.Ended(slot, _launched[slot], time + 1);
        Array.Clear(_arrived, slot * Barriers, Barriers);
        long heard = time + _machine.Micro.Launch.WayCycles;
        Done.Send(new BlockDone(heard, _index, warp.Kernel), Quantum.Delay(Now, heard));
    }

    private void ArriveAtBarrier(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        int barrier = warp.Slot * Barriers + instruction.Argument;
        warp.Pending |= PendingBits.Barrier;
        (warp.Awaits, warp.WaitsAt) = (WarpState.Barrier, (byte)instruction.Argument);
        _atBarrier[barrier] |= 1UL << at;
        if (++_arrived[barrier] < instruction.Count) return;
        for (ulong rest = _atBarrier[barrier]; rest != 0; rest &= rest - 1)
        {
            _events.Push(time + instruction.Latency, EventKind.Result, BitOperations.TrailingZeroCount(rest), PendingBits.Barrier);
        }
        (_arrived[barrier], _atBarrier[barrier]) = (0, 0);
    }
}
