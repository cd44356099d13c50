using Orrery.Gpu.Memory.Dram;
using Orrery.Gpu.Memory.Parts;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu.Machines;

/// <summary>A GPU as it is simulated: data sheet, microarchitecture and memory together. A cycle is one of the multiprocessors' clock.</summary>
/// <param name="Gpu">The data sheet.</param>
/// <param name="Micro">What it does not say about the multiprocessors.</param>
/// <param name="Dram">The kind of memory.</param>
public sealed record GpuMachine(HardwareGpu Gpu, Microarchitecture Micro, DramTiming Dram)
{
    /// <summary>Sub-partitions of a multiprocessor, in all generations since Maxwell.</summary>
    public const int SubPartitions = 4;

    /// <summary>The machine of a GPU with the presets of its generation and memory; null where there is none.</summary>
    public static GpuMachine? Of(HardwareGpu gpu)
    {
        Microarchitecture? micro = MicroarchitectureCatalogue.Of(gpu);
        DramTiming? dram = DramCatalogue.Presets.Find(gpu.Memory.Type);
        return micro is null || dram is null || gpu.Memory.BusBits is null ? null : new GpuMachine(gpu, micro, dram);
    }

    /// <summary>Part of the boost clock at which the multiprocessors run, above 0 and up to 1; memory keeps its own clock.</summary>
    public double ClockFactor { get; init; } = 1;

    /// <summary>Parts of the memory system that may be one's own.</summary>
    public MemoryParts Parts { get; init; } = new();

    /// <summary>Cycles in a second.</summary>
    public double Hertz => Gpu.Clock.Boost.Hertz * ClockFactor;

    /// <summary>Warps that can be resident on a multiprocessor.</summary>
    public int Warps => Gpu.Sm.Threads / 32;

    /// <summary>Memory channels of one L2 partition.</summary>
    public int ChannelsPerPartition => Math.Max(1, (Gpu.Memory.BusBits ?? 0) / Dram.ChannelBits / Micro.L2.Partitions);

    /// <summary>Slices of one L2 partition.</summary>
    public int SlicesPerPartition => Math.Max(1, (Micro.L2.Slices ?? (Gpu.Memory.BusBits ?? 0) / Micro.L2.BitsPerSlice) / Micro.L2.Partitions);

    /// <summary>Crossbar and L2 in cycles of the multiprocessors.</summary>
    public L2Timing L2 => Micro.L2.In(Hertz);

    /// <summary>Bytes a cycle of one memory channel.</summary>
    public double ChannelBytes => Gpu.Memory.Bandwidth.BaseValue / Hertz / (ChannelsPerPartition * Micro.L2.Partitions);

    /// <summary>
    /// Cycles for which a matrix instruction occupies the tensor core of its sub-partition: its multiply-adds over the data sheet's
    /// rate; null for a format that the tensor core lacks.
    /// </summary>
    /// <param name="multiplyAdds">What the instruction computes on the sub-partition.</param>
    /// <param name="format">Format of the factors.</param>
    /// <param name="peakShare">Part of the peak that such instructions reach; that of synchronous ones where left out.</param>
    public int? TensorInterval(int multiplyAdds, string format, double? peakShare = null)
    {
        if (format == "fp32" || Gpu.Peak.Of(format) is not { } peak) return null;
        double perCycle = Whole(peak.PerSecond / 2 / Gpu.SmCount / SubPartitions / Gpu.Clock.Boost.Hertz) * (peakShare ?? Micro.Tensor.PeakShare);
        return Math.Max(1, (int)Math.Round(multiplyAdds / perCycle));
    }

    // Tensor cores have a power of two of multipliers; data sheets quote them
    // at a clock of their own choice (H100 SXM5: 1830 of 1980 MHz, H100 NVL: 1545 of 1785 MHz).
    private static double Whole(double perCycle)
    {
        double power = Math.Pow(2, Math.Round(Math.Log2(perCycle)));
        return Math.Abs(perCycle / power - 1) < 0.15 ? power : perCycle;
    }

    /// <summary>Cycles between a multiprocessor and an L2 partition, each way.</summary>
    public int Way(int sm, int partition) => Math.Max((int)Quantum.Cycles, Parts.Network.Cycles(this, sm, partition));

    /// <summary>Cycles of a time.</summary>
    public int Cycles(double nanoseconds) => (int)Math.Round(nanoseconds * 1e-9 * Hertz);

    /// <summary>Pipe of a vector operation; null for the others.</summary>
    public PipeTiming? VectorPipe(Operation operation) => operation switch
    {
        Operation.Fp32 => Micro.Fp32,
        Operation.Fp16 => Micro.Fp16,
        Operation.Int => Micro.Int,
        Operation.Special => Micro.Special,
        _ => null,
    };
}
