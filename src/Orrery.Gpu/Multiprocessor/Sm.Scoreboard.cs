using System.Numerics;

namespace Orrery.Gpu.Multiprocessor;

// The scoreboard: what warps wait for, and when they are ready.
internal sealed partial class Sm<TScheduler>
{
    private const int ScoreboardBits = 64;

    // When the timed results of each warp are there, by bit of the scoreboard.
    private readonly long[] _due = new long[Subs * Places * ScoreboardBits];

    /// <summary>Finds out what a warp does from a cycle on: it is ready, or waits for something.</summary>
    private void Continue(ref Warp warp, int sub, int at, long time)
    {
        ref readonly DecodedInstruction instruction = ref _work.Code[warp.Pc];
        warp.Waits = instruction.Waits;
        ulong blockers = warp.Pending & warp.Waits;
        if (blockers != 0)
        {
            Expire(ref warp, at, blockers & warp.Timed, time);
            blockers &= warp.Pending;
            if (blockers != 0)
            {
                warp.State = Reason(warp, blockers);
                if ((blockers & ~warp.Timed) == 0) WakeWhenOver(warp, at, blockers);
                return;
            }
        }
        int pipe = sub * Pipe.Stride + instruction.Pipe;
        warp.State = WarpState.NotSelected;
        warp.Refused = RefusedBefore(pipe, time);
        _ready[pipe] |= 1u << (at & Places - 1);
        _readyPipes[sub] |= 1u << instruction.Pipe;
        _next[sub] = Math.Min(_next[sub], Math.Max(time, _free[pipe]));
    }

    /// <summary>Results have arrived for a warp.</summary>
    private void Clear(int at, ulong mask, long time)
    {
        ref Warp warp = ref _warps[at];
        ulong before = warp.Pending & warp.Waits;
        warp.Pending &= ~mask;
        warp.PendingLong &= ~mask;
        warp.PendingShort &= ~mask;
        warp.Timed &= ~mask;
        ulong after = warp.Pending & warp.Waits;
        if (before == after) return;
        if ((after & ~warp.Timed) == 0)
        {
            Charge(ref warp, _tallies[warp.Kernel], 0, time);
            Continue(ref warp, at / Places, at, time);
        }
        else if (Reason(warp, after) is var state && state != warp.State)
        {
            Charge(ref warp, _tallies[warp.Kernel], 0, time);
            warp.State = state;
        }
    }

    /// <summary>Results are there from a cycle that is known now. Nothing happens then unless the warp waits for them.</summary>
    private void ExpectAt(ref Warp warp, int at, ulong mask, long time)
    {
        warp.Pending |= mask;
        warp.Timed |= mask;
        for (; mask != 0; mask &= mask - 1) _due[at * ScoreboardBits + BitOperations.TrailingZeroCount(mask)] = time;
    }

    /// <summary>Forgets those of a warp's timed results that are there in a cycle.</summary>
    private void Expire(ref Warp warp, int at, ulong timed, long time)
    {
        ulong over = 0;
        for (; timed != 0; timed &= timed - 1)
        {
            if (_due[at * ScoreboardBits + BitOperations.TrailingZeroCount(timed)] <= time) over |= timed & ~timed + 1;
        }
        warp.Pending &= ~over;
        warp.PendingShort &= ~over;
        warp.Timed &= ~over;
    }

    /// <summary>A warp waits for timed results alone: wakes it when the last of those is there for which it is said to wait.</summary>
    private void WakeWhenOver(in Warp warp, int at, ulong blockers)
    {
        ulong named = warp.State switch
        {
            WarpState.ShortScoreboard => blockers & warp.PendingShort,
            WarpState.Branch => PendingBits.Branch,
            _ => blockers,
        };
        long last = 0;
        for (ulong rest = named; rest != 0; rest &= rest - 1) last = Math.Max(last, _due[at * ScoreboardBits + BitOperations.TrailingZeroCount(rest)]);
        _events.Push(last, EventKind.Result, at, named);
    }

    private static WarpState Reason(in Warp warp, ulong blockers) =>
        (blockers & PendingBits.Barrier) != 0 ? warp.Awaits
        : (blockers & (warp.PendingLong | PendingBits.Group | PendingBits.Copies)) != 0 ? WarpState.LongScoreboard
        : (blockers & warp.PendingShort) != 0 ? WarpState.ShortScoreboard
        : (blockers & PendingBits.Branch) != 0 ? WarpState.Branch
        : WarpState.Wait;
}
