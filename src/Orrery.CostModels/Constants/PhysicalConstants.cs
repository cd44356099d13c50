using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>
/// What the cost models assume beside the data sheet. Few numbers, the same for all GPUs unless a GPU's file overrides one under
/// <c>calibration</c>. Where a number comes from stands beside it.
/// </summary>
public sealed record PhysicalConstants
{
    /// <summary>The values that ship with the program.</summary>
    public static PhysicalConstants Default { get; } = new();

    [Parameter("Kernels, caches and device memory")]
    public MemoryConstants Memory { get; init; } = new();

    [Parameter("Multiplication in tiles")]
    public GemmConstants Gemm { get; init; } = new();

    [Parameter("Fused attention")]
    public AttentionConstants Attention { get; init; } = new();

    [Parameter("Kernels that stream arrays")]
    public StreamConstants Stream { get; init; } = new();

    [Parameter("Mixture of experts")]
    public MoeConstants Moe { get; init; } = new();

    [Parameter("Collectives")]
    public CollectiveConstants Collective { get; init; } = new();

    [Parameter("Energy")]
    public EnergyConstants Energy { get; init; } = new();

    [Parameter("What ways of measuring add to a kernel's time")]
    public MethodConstants Method { get; init; } = new();
}
