using System.Numerics;
using Orrery.Gpu.Launch;
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
    private readonly int[] _resident = new int[Subs];
    private readonly long[] _residentFrom = new long[Subs];
    private readonly long[] _subActive = new long[Subs];
    private ulong _freeSlots;
    private int _arrivals;
    private long _lastEnd;

    public SmCounters Counters => new([.. _issued], [.. _warpCycles], [.. _subIssued], [.. _subActive],
        _cache.Lookups, _cache.Hits, _bytesReceived, _bytesSent, _wavefronts, _lastEnd);

    public IEnumerable<string> Waiting()
    {
        for (int slot = 0; slot < _residentBlocks; slot++)
        {
            if ((_freeSlots >> slot & 1) != 0) continue;
            for (int number = 0; number < _kernel.Warps.Length; number++)
            {
                Warp warp = _warps[PlaceOf(slot, number)];
                string what = warp.State == WarpState.Barrier
                    ? $"barrier {_kernel.Code[warp.Pc - 1].Argument}" : $"{warp.State}";
                if (_warpsLeft[slot] > 0) yield return $"{Name}: block ({_launched[slot].X}, {_launched[slot].Y}) warp {number} waits at {what}";
            }
        }
    }

    // Blocks follow each other around the sub-partitions, so that small ones fill all four.
    private int PlaceOf(int slot, int number)
    {
        int at = slot * _kernel.Warps.Length + number;
        return (at & Subs - 1) * Places + at / Subs;
    }

    private void StartBlock(int slot, long time)
    {
        BlockLaunch launch = _launched[slot];
        _warpsLeft[slot] = _kernel.Warps.Length;
        for (int number = 0; number < _kernel.Warps.Length; number++)
        {
            int at = PlaceOf(slot, number);
            int sub = at / Places;
            RoleOfWarp role = _kernel.Warps[number];
            _ages[at] = _arrivals;
            _warps[at] = new Warp
            {
                Pc = role.Start,
                Number = role.Number,
                Slot = slot,
                X = launch.X,
                Y = launch.Y,
                Age = _arrivals++,
                Since = time,
            };
            if (_resident[sub]++ == 0) _residentFrom[sub] = time;
            Continue(ref _warps[at], sub, at, time);
        }
    }

    private void EndWarp(ref Warp warp, int sub, long time)
    {
        // The cycle of the exit itself belongs to the warp.
        if (--_resident[sub] == 0) _subActive[sub] += time + 1 - _residentFrom[sub];
        int slot = warp.Slot;
        warp.State = WarpState.Selected;
        _lastEnd = Math.Max(_lastEnd, time + 1);
        if (--_warpsLeft[slot] > 0) return;
        _freeSlots |= 1UL << slot;
        Array.Clear(_arrived, slot * Barriers, Barriers);
        long heard = time + _machine.Micro.Launch.WayCycles;
        Done.Send(new BlockDone(heard, _index), Quantum.Delay(Now, heard));
    }

    private void ArriveAtBarrier(ref Warp warp, int at, in DecodedInstruction instruction, long time)
    {
        int barrier = warp.Slot * Barriers + instruction.Argument;
        warp.Pending |= PendingBits.Barrier;
        _atBarrier[barrier] |= 1UL << at;
        if (++_arrived[barrier] < instruction.Count) return;
        for (ulong rest = _atBarrier[barrier]; rest != 0; rest &= rest - 1)
        {
            _events.Push(time + instruction.Latency, EventKind.Result, BitOperations.TrailingZeroCount(rest), PendingBits.Barrier);
        }
        (_arrived[barrier], _atBarrier[barrier]) = (0, 0);
    }
}
