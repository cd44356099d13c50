namespace Orrery.Training.Memory;

/// <summary>
/// Bytes of one GPU that live away from it, in the memory of its host or on its node's NVMe, when most is held (Rajbhandari et al.,
/// ZeRO-Infinity, SC 2021, arXiv 2104.07857, section 3).
/// </summary>
/// <param name="Weights">Weights in the format of the layers.</param>
/// <param name="Optimizer">Moments of the optimizer and the exact copy of the weights.</param>
/// <param name="Activations">Activations of micro-batches in flight, without those that are on the GPU.</param>
/// <param name="Capacity">The room of one GPU there.</param>
public readonly record struct AwayUse(double Weights, double Optimizer, double Activations, double Capacity)
{
    /// <summary>Everything together.</summary>
    public double Total => Weights + Optimizer + Activations;
}
