namespace Orrery.Gpu.Programs;

/// <summary>What a warp instruction does, as far as time is concerned.</summary>
public enum Operation : byte
{
    /// <summary>Single-precision arithmetic.</summary>
    Fp32,

    /// <summary>Half-precision arithmetic on pairs.</summary>
    Fp16,

    /// <summary>Integer and address arithmetic, comparisons.</summary>
    Int,

    /// <summary>Exponential, reciprocal, root.</summary>
    Special,

    /// <summary>A synchronous matrix multiply-add of the tensor core.</summary>
    Tensor,

    /// <summary>A jump, which holds the warp back until its target is known.</summary>
    Branch,

    /// <summary>A load from global memory through L1.</summary>
    LoadGlobal,

    /// <summary>A store to global memory, written through to L2.</summary>
    StoreGlobal,

    /// <summary>A load from shared memory.</summary>
    LoadShared,

    /// <summary>A store to shared memory.</summary>
    StoreShared,

    /// <summary>A copy from global to shared memory past the registers and L1 (<c>cp.async.cg</c>).</summary>
    CopyAsync,

    /// <summary>Closes the open group of asynchronous copies.</summary>
    CommitGroup,

    /// <summary>Waits until all but the last so many groups have arrived.</summary>
    WaitGroup,

    /// <summary>Waits at a barrier of the block.</summary>
    Barrier,

    /// <summary>Ends the warp once all its results are there.</summary>
    Exit,
}
