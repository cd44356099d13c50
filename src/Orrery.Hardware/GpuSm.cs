using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>Inside one multiprocessor (compute unit, Xe core, TensorCore of a TPU).</summary>
public sealed record GpuSm
{
    [Parameter("L1 cache and shared memory together", Required = true)]
    public ByteSize L1 { get; init; }

    [Parameter("Largest shared memory", Required = true)]
    public ByteSize Shared { get; init; }

    [Parameter("Vector registers", Required = true)]
    public ByteSize Registers { get; init; }

    [Parameter("Threads that can be resident at once", Required = true, Min = 1, Max = 65536,
        Reason = "without a thread nothing runs")]
    public int Threads { get; init; }

    [Parameter("FP32 multiply-adds a clock, outside the tensor unit", Required = true, Min = 1, Max = 65536,
        Reason = "a multiprocessor without a lane computes nothing")]
    public int Fp32Lanes { get; init; }
}
