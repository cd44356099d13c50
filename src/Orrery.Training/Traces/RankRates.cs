using Orrery.Training.Timelines;

namespace Orrery.Training.Traces;

/// <summary>How fast one GPU is, as far as a trace can ask.</summary>
/// <param name="OperationsPerSecond">Peak rate of matrices in the format of the replay.</param>
/// <param name="BytesPerSecond">Bandwidth of its memory.</param>
/// <param name="HostBytesPerSecond">Bandwidth to its host, one direction.</param>
internal readonly record struct RankRates(double OperationsPerSecond, double BytesPerSecond, double HostBytesPerSecond)
{
    /// <summary>
    /// Ticks of a computation: as long as the longer of its operations and its bytes takes (the roofline of Williams, Waterman and
    /// Patterson, CACM 2009), as ASTRA-sim reads num_ops and tensor_size.
    /// </summary>
    public long Compute(double operations, double bytes) => Ticks.Of(Math.Max(operations / OperationsPerSecond, bytes / BytesPerSecond));

    /// <summary>Ticks of data between the GPU and its host.</summary>
    public long Memory(double bytes) => Ticks.Of(bytes / HostBytesPerSecond);
}
