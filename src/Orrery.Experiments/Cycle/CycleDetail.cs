namespace Orrery.Experiments.Cycle;

/// <summary>What a simulation cycle by cycle tells beyond times.</summary>
public sealed record CycleDetail
{
    /// <summary>The kernels in the order in which they ran.</summary>
    public required IReadOnlyList<KernelFigures> Kernels { get; init; }

    /// <summary>All of them together.</summary>
    public required KernelFigures Total { get; init; }
}
