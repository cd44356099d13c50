using System.Numerics;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

// Issue: which warp, and what its instruction does.
internal sealed partial class Sm<TScheduler>
{
    private readonly TScheduler[] _schedulers = new TScheduler[Subs];

    // Warps whose next instruction has all it needs, by its pipe.
    private readonly uint[] _ready = new uint[Subs * Pipe.Stride];

    // Pipes that have such a warp, one bit each.
    private readonly uint[] _readyPipes = new uint[Subs];

    // The cycle from which each pipe takes a warp.
    private readonly long[] _free = new long[Subs * Pipe.Stride];

    // Cycles in which each pipe took none, those to come up to _free included. What a warp waited for its pipe is the difference of two of
    // these sums, so that nobody counts cycle by cycle.
    private readonly long[] _refused = new long[Subs * Pipe.Stride];

    private readonly int[] _last = new int[Subs];

    private void Step(int sub, long time)
    {
        int pipes = sub * Pipe.Stride;
        uint candidates = 0;
        for (uint rest = _readyPipes[sub]; rest != 0; rest &= rest - 1)
        {
            int pipe = pipes + BitOperations.TrailingZeroCount(rest);
            if (_free[pipe] <= time) candidates |= _ready[pipe];
        }
        if (candidates != 0)
        {
            int picked = candidates == (candidates & -candidates) ? BitOperations.TrailingZeroCount(candidates)
                : _schedulers[sub].Pick(candidates, _last[sub], _ages.AsSpan(sub * Places, Places));
            _last[sub] = picked;
            Issue(sub, sub * Places + picked, time);
        }

        long next = long.MaxValue;
        for (uint rest = _readyPipes[sub]; rest != 0; rest &= rest - 1)
        {
            next = Math.Min(next, _free[pipes + BitOperations.TrailingZeroCount(rest)]);
        }
        _next[sub] = Math.Max(next, time + 1);
    }

    private void Issue(int sub, int at, long time)
    {
        ref Warp warp = ref _warps[at];
        ref readonly DecodedInstruction instruction = ref _work.Code[warp.Pc];
        int pipe = sub * Pipe.Stride + instruction.Pipe;
        SmTally tally = _tallies[warp.Kernel];
        Charge(ref warp, tally, pipe, time);
        tally.WarpCycles[(int)WarpState.Selected]++;
        tally.Issued[(int)instruction.Operation]++;
        tally.SchedulerIssued[sub]++;
        warp.Since = time + 1;
        uint others = _ready[pipe] & ~(1u << (at & Places - 1));
        _ready[pipe] = others;
        if (others == 0) _readyPipes[sub] &= ~(1u << instruction.Pipe);
        Occupy(pipe, time + instruction.Interval, time);
        switch (instruction.Operation)
        {
            case Operation.Fp32 or Operation.Fp16 or Operation.Int or Operation.Special or Operation.Tensor:
                ExpectAt(ref warp, at, instruction.Writes, time + instruction.Latency);
                break;
            case Operation.Branch:
                ExpectAt(ref warp, at, PendingBits.Branch, time + instruction.Latency);
                break;
            case Operation.LoadShared or Operation.StoreShared:
                IssueShared(ref warp, at, instruction, time);
                break;
            case Operation.LoadGlobal:
                IssueLoad(ref warp, at, instruction, time);
                break;
            case Operation.CopyAsync:
                IssueCopy(ref warp, at, instruction, time);
                break;
            case Operation.StoreGlobal:
                IssueStore(ref warp, instruction, time);
                break;
            case Operation.CommitGroup:
                warp.OpenGroup = (byte)((warp.OpenGroup + 1) & 7);
                break;
            case Operation.WaitGroup:
                warp.AwaitedGroups = AwaitedGroups(warp.OpenGroup, instruction.Argument);
                if ((warp.Groups & warp.AwaitedGroups) != 0) warp.Pending |= PendingBits.Group;
                break;
            case Operation.Barrier:
                ArriveAtBarrier(ref warp, at, instruction, time);
                break;
            case >= Operation.TensorAsync and <= Operation.WaitPhase:
                IssueAsynchronous(ref warp, sub, at, instruction, time);
                break;
            default:
                EndWarp(ref warp, sub, at, time);
                return;
        }
        Advance(ref warp, instruction.Loop);
        Continue(ref warp, sub, at, time + 1);
    }

    private void Advance(ref Warp warp, int loop)
    {
        Leave(ref warp, loop);
        for (int passed = _work.Code[warp.Pc].Optional; passed >= 0 && _work.Loops[passed].TripsOf(warp) == 0;
            passed = _work.Code[warp.Pc].Optional)
        {
            warp.Pc = _work.Loops[passed].Last;
            Leave(ref warp, _work.Loops[passed].Outer);
        }
    }

    private void Leave(ref Warp warp, int loop)
    {
        for (; loop >= 0; loop = _work.Loops[loop].Outer)
        {
            ref readonly DecodedLoop ending = ref _work.Loops[loop];
            ref int counter = ref Counter(ref warp, ending.Depth);
            if (++counter < ending.TripsOf(warp))
            {
                warp.Pc = ending.First;
                return;
            }
            counter = 0;
        }
        warp.Pc++;
    }

    private static ref int Counter(ref Warp warp, int depth)
    {
        if (depth == 0) return ref warp.Counter0;
        if (depth == 1) return ref warp.Counter1;
        if (depth == 2) return ref warp.Counter2;
        return ref warp.Counter3;
    }

    /// <summary>Counts the cycles of a warp before a cycle under its state.</summary>
    private void Charge(ref Warp warp, SmTally tally, int pipe, long time)
    {
        long cycles = time - warp.Since;
        warp.Since = time;
        if (cycles <= 0) return;
        long[] counted = tally.WarpCycles;
        if (warp.State == WarpState.NotSelected)
        {
            long refused = Math.Min(cycles, RefusedBefore(pipe, time) - warp.Refused);
            WarpState throttle = (pipe & Pipe.Stride - 1) == Pipe.LoadStore ? WarpState.MioThrottle : WarpState.MathPipeThrottle;
            counted[(int)throttle] += refused;
            cycles -= refused;
        }
        counted[(int)warp.State] += cycles;
    }

    /// <summary>Cycles before a cycle in which a pipe took nothing.</summary>
    private long RefusedBefore(int pipe, long time) =>
        _free[pipe] == long.MaxValue ? _refused[pipe] + time - _closedFrom[pipe / Pipe.Stride]
        : _refused[pipe] - Math.Max(0, _free[pipe] - time);

    /// <summary>A pipe takes nothing until a cycle, beginning after this one.</summary>
    private void Occupy(int pipe, long until, long time)
    {
        long from = Math.Max(_free[pipe], time + 1);
        if (until < from) return;
        _refused[pipe] += until - from;
        _free[pipe] = until;
    }
}
