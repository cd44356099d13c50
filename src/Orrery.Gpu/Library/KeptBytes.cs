using Orrery.CostModels.Constants;
using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Library;

/// <summary>What a lone operator finds in the last-level cache of what the one before wrote.</summary>
internal static class KeptBytes
{
    /// <summary>
    /// Part of a footprint that is still there since it was touched last: all of a small one, nothing of one as large as the cache, as the
    /// closed forms have it.
    /// </summary>
    public static double Share(GpuMachine machine, double bytes) => Math.Clamp(
        (1 - bytes / machine.Gpu.L2.Size.Bytes) / (1 - PhysicalConstants.Default.Stream.KeptWhole), 0, 1);
}
