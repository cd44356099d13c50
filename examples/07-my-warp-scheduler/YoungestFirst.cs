using System.Numerics;
using Orrery.Gpu.Multiprocessor;

namespace Orrery.Examples.MyWarpScheduler;

/// <summary>Always the youngest warp. A struct: it is compiled into the issue loop.</summary>
public readonly struct YoungestFirst : IWarpScheduler
{
    public int Pick(uint candidates, int last, ReadOnlySpan<int> ages)
    {
        int youngest = BitOperations.TrailingZeroCount(candidates);
        for (int warp = youngest + 1; warp < ages.Length; warp++)
        {
            if ((candidates >> warp & 1) != 0 && ages[warp] > ages[youngest]) youngest = warp;
        }
        return youngest;
    }
}
