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

    /// <summary>A warp's quarter of an asynchronous matrix instruction of four warps (<c>wgmma.mma_async</c>).</summary>
    TensorAsync,

    /// <summary>An asynchronous matrix instruction of the whole multiprocessor, its sums in tensor memory (<c>tcgen05.mma</c>).</summary>
    TensorBlock,

    /// <summary>Closes the open group of asynchronous matrix instructions.</summary>
    CommitTensor,

    /// <summary>Waits until all but the last so many of these groups are done.</summary>
    WaitTensor,

    /// <summary>Arrives at an mbarrier when the warp's asynchronous matrix instructions so far are done (<c>tcgen05.commit</c>).</summary>
    SignalTensor,

    /// <summary>A copy of a box from global to shared memory, whose bytes an mbarrier counts (<c>cp.async.bulk.tensor</c>).</summary>
    BulkLoad,

    /// <summary>A copy of a box from shared to global memory. Its group has arrived when shared memory has been read.</summary>
    BulkStore,

    /// <summary>Arrives at an mbarrier.</summary>
    Arrive,

    /// <summary>Waits for a phase of an mbarrier.</summary>
    WaitPhase,

    /// <summary>Ends the warp once all its results are there.</summary>
    Exit,
}
