using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Matrix multiplication in output tiles.</summary>
public sealed record GemmConstants
{
    /// <summary>Start of blocks, first instructions, drain; in clocks, because it shrinks with the clock from A100 to B200.</summary>
    [Parameter("Clocks to start and to drain a multiplication", Min = 0, Max = 20000), Fitted]
    public double StartClocks { get; init; } = 2800;

    /// <summary>What is left of filling and draining when blocks overlap.</summary>
    [Parameter("Clocks of a tile beside its sum and its stores", Min = 0, Max = 20000), Fitted]
    public double TileClocks { get; init; } = 165;

    /// <summary>Smallest reduction kernels on A100.</summary>
    [Parameter("Seconds to add up a split sum, in a kernel of its own", Min = 0, Max = 20e-6), Fitted]
    public double SplitSeconds { get; init; } = 2e-6;

    /// <summary>Issue slots for addresses, barriers and loads take the rest.</summary>
    [Parameter("Part of the peak of a matrix unit that an endless tile reaches", Min = 0.3, Max = 1), Fitted]
    public double TensorEfficiency { get; init; } = 1;

    [Parameter("Harmonic mean side of a tile at which half the rate of a matrix unit is lost to feeding operands", Min = 0, Max = 200), Fitted]
    public double TileHalfSide { get; init; } = 4;

    [Parameter("Part of the peak of the vector units that an endless tile reaches", Min = 0.3, Max = 1.1), Fitted]
    public double VectorEfficiency { get; init; } = 1.1;

    [Parameter("Harmonic mean side of a tile at which half the rate of the vector units is lost to feeding operands", Min = 0, Max = 200), Fitted]
    public double VectorHalfSide { get; init; } = 7.6;

    /// <summary>Before Ampere, rows that are no multiple of 16 bytes are loaded by element, through registers.</summary>
    [Parameter("Part of its rate that a tile keeps where rows are not aligned to 16 bytes and pass through registers", Min = 0.2, Max = 1), Fitted]
    public double Unaligned { get; init; } = 0.94;

    /// <summary>Stages in flight over the loaded latency of the cache, for one multiprocessor.</summary>
    [Parameter("Bytes a clock that a tile's pipeline brings in from the last-level cache", Min = 4, Max = 256), Fitted]
    public double FeedBytesPerClock { get; init; } = 40;

    /// <summary>Last-level cache to shared memory, barriers included; a load alone takes 200 to 270 clocks by pointer chasing.</summary>
    [Parameter("Clocks from asking for a stage of operands until it can be multiplied", Min = 0, Max = 5000), Fitted]
    public double StageClocks { get; init; } = 720;

    /// <summary>Blocks start and end, and rows of tiles are short streams.</summary>
    [Parameter("Part of the rate of a plain stream at which tiles read and write device memory", Min = 0.3, Max = 1.2), Fitted]
    public double MemoryPart { get; init; } = 1.05;

    /// <summary>Two warps for each of the four schedulers hide the latency of multiply-adds and shared memory.</summary>
    [Parameter("Warps that keep the vector units of a multiprocessor busy", Min = 1, Max = 32), Fitted]
    public double BusyWarps { get; init; } = 6.4;

    /// <summary>Programmatic dependent launch (CUDA programming guide); how much it hides is calibrated on B200.</summary>
    [Parameter("Part of the start that is left where kernels start while the one before drains", Min = 0, Max = 1), Fitted]
    public double OverlappedStart { get; init; } = 0.55;

    /// <summary>No pipeline to fill and no shared memory to set up.</summary>
    [Parameter("Part of the start of a multiplication that a kernel for one row needs", Min = 0.2, Max = 1), Fitted]
    public double GemvStart { get; init; } = 0.65;

    /// <summary>A block of threads for each row, a maximum and a conversion for every sixteen numbers.</summary>
    [Parameter("Part of the rate of a plain stream at which activations are quantised", Min = 0.1, Max = 1), Fitted]
    public double QuantisePart { get; init; } = 0.7;
}
