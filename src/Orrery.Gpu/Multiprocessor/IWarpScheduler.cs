namespace Orrery.Gpu.Multiprocessor;

/// <summary>
/// Chooses the warp that a sub-partition issues from. An own one is a struct with this method, given to
/// <see cref="GpuSimulation.Create{TScheduler}(Machines.GpuMachine, Programs.Kernel)"/>; it is compiled into the issue loop and costs no call.
/// </summary>
public interface IWarpScheduler
{
    /// <summary>The warp to issue from.</summary>
    /// <param name="candidates">Warps that can issue, one bit each; never 0.</param>
    /// <param name="last">The warp that was issued from last.</param>
    /// <param name="ages">When each warp arrived: smaller is older.</param>
    int Pick(uint candidates, int last, ReadOnlySpan<int> ages);
}
