using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Matrix multiplication in output tiles.</summary>
public sealed record GemmConstants
{
    /// <summary>Start of blocks, first instructions, drain; in clocks, because it shrinks with the clock from A100 to B200.</summary>
    [Parameter("Clocks to start and to drain a multiplication", Min = 0, Max = 20000), Fitted]
    public double StartClocks { get; init; } = 2730;

    /// <summary>About a loaded memory latency and the way out.</summary>
    [Parameter("Seconds to fill the pipeline of a tile and to write it out at the end", Min = 0, Max = 20e-6), Fitted]
    public double TileSeconds { get; init; } = 0.23e-6;

    /// <summary>Smallest reduction kernels on A100.</summary>
    [Parameter("Seconds to add up a split sum, in a kernel of its own or by blocks that wait for each other", Min = 0, Max = 20e-6), Fitted]
    public double SplitSeconds { get; init; } = 3.7e-6;

    /// <summary>Issue slots for addresses, barriers and loads take the rest.</summary>
    [Parameter("Part of the peak of a matrix unit that an endless tile reaches", Min = 0.3, Max = 1), Fitted]
    public double TensorEfficiency { get; init; } = 1;

    [Parameter("Harmonic mean side of a tile at which half the rate of a matrix unit is lost to feeding operands", Min = 0, Max = 200), Fitted]
    public double TileHalfSide { get; init; } = 4.7;

    [Parameter("Part of the peak of the vector units that an endless tile reaches", Min = 0.3, Max = 1.1), Fitted]
    public double VectorEfficiency { get; init; } = 1.1;

    [Parameter("Harmonic mean side of a tile at which half the rate of the vector units is lost to feeding operands", Min = 0, Max = 200), Fitted]
    public double VectorHalfSide { get; init; } = 8;

    /// <summary>Before Ampere, rows that are no multiple of 16 bytes are loaded by element, through registers.</summary>
    [Parameter("Part of its rate that a tile keeps where rows are not aligned to 16 bytes and pass through registers", Min = 0.2, Max = 1), Fitted]
    public double Unaligned { get; init; } = 0.94;

    /// <summary>Stages in flight over the loaded latency of the cache, for one multiprocessor.</summary>
    [Parameter("Bytes a clock that a tile's pipeline brings in from the last-level cache", Min = 4, Max = 256), Fitted]
    public double FeedBytesPerClock { get; init; } = 48;

    /// <summary>A loaded cache latency over the three or four stages in flight.</summary>
    [Parameter("Seconds between two stages of a matrix unit's pipeline at least", Min = 0, Max = 1e-6), Fitted]
    public double StageSeconds { get; init; } = 0.069e-6;

    /// <summary>Blocks start and end, and rows of tiles are short streams.</summary>
    [Parameter("Part of the rate of a plain stream at which tiles read and write device memory", Min = 0.3, Max = 1.2), Fitted]
    public double MemoryPart { get; init; } = 0.97;
}
