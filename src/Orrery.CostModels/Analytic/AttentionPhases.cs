namespace Orrery.CostModels.Analytic;

/// <summary>How the products and the softmax of an attention block share its time.</summary>
internal enum AttentionPhases
{
    /// <summary>One after the other in the same warps: synchronous tensor instructions (mma.sync).</summary>
    Alternate,

    /// <summary>Warp groups take turns on the tensor unit, and all of them issue instructions (wgmma).</summary>
    PingPong,

    /// <summary>One thread drives the tensor unit, which works in a memory of its own; all others are free for softmax (tcgen05).</summary>
    Overlap,
}
