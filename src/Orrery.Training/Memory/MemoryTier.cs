namespace Orrery.Training.Memory;

/// <summary>Where the bytes of a training step live.</summary>
public enum MemoryTier
{
    /// <summary>The memory of the GPU.</summary>
    Gpu,

    /// <summary>The memory of the node's processors.</summary>
    Host,

    /// <summary>The flash storage of the node.</summary>
    Nvme,
}
