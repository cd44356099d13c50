using Orrery.Training.Memory;

namespace Orrery.Training.Search;

/// <summary>What a plan takes of each tier on the device that takes most of it.</summary>
/// <param name="Gpu">Bytes on the GPU, and the part of its memory that they are.</param>
/// <param name="Host">Bytes on the host, and the part of the GPU's share that they are.</param>
/// <param name="Nvme">Bytes on NVMe, and the part of the GPU's share that they are.</param>
internal readonly record struct PlanMemory((double Bytes, double Load) Gpu, (double Bytes, double Load) Host, (double Bytes, double Load) Nvme)
{
    /// <summary>The part of the room that is taken in the tier where most of it is.</summary>
    public double Load => Math.Max(Gpu.Load, Math.Max(Host.Load, Nvme.Load));

    /// <summary>Whether every device fits in every tier.</summary>
    public bool Fits => Load <= 1;

    /// <summary>The same with one more device.</summary>
    public PlanMemory With(MemoryUse use) =>
        new(Fuller(Gpu, use, MemoryTier.Gpu), Fuller(Host, use, MemoryTier.Host), Fuller(Nvme, use, MemoryTier.Nvme));

    private static (double Bytes, double Load) Fuller((double Bytes, double Load) most, MemoryUse use, MemoryTier tier) =>
        use.LoadOf(tier) is var load && load > most.Load ? (use.TotalOf(tier), load) : most;
}
