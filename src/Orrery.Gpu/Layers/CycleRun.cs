namespace Orrery.Gpu.Layers;

/// <summary>Operators that ran one after the other, kernel by kernel.</summary>
/// <param name="Kernels">In the order in which they ran.</param>
public sealed record CycleRun(IReadOnlyList<KernelRun> Kernels)
{
    /// <summary>Time in seconds, kernels back to back.</summary>
    public double TimeSeconds => Kernels.Sum(kernel => kernel.Seconds);

    /// <summary>Cycles of the multiprocessors.</summary>
    public long Cycles => Kernels.Sum(kernel => kernel.Result.Cycles);

    /// <summary>Warp instructions, those of samples multiplied.</summary>
    public long WarpInstructions => Kernels.Sum(kernel => kernel.Result.Instructions);

    /// <summary>Part of the warp instructions that was simulated.</summary>
    public double SimulatedFraction => WarpInstructions == 0 ? 1
        : Kernels.Sum(kernel => kernel.Result.SimulatedFraction * kernel.Result.Instructions) / WarpInstructions;

    /// <summary>Error of the time that sampling is estimated to make, as a part of it: the errors of all kernels on one side.</summary>
    public double ErrorShare => TimeSeconds == 0 ? 0 : Kernels.Sum(kernel => kernel.Result.ErrorShare * kernel.Seconds) / TimeSeconds;

    /// <summary>Energy of the board in joules.</summary>
    public double Joules => Kernels.Sum(kernel => kernel.Joules);
}
