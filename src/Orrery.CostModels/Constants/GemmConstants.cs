using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Matrix multiplication in output tiles.</summary>
public sealed record GemmConstants
{
    /// <summary>Two loaded memory latencies.</summary>
    [Parameter("Seconds to fill the pipeline of a tile and to write it out at the end", Min = 0, Max = 20e-6), Fitted]
    public double TileSeconds { get; init; } = 1e-6;

    /// <summary>Smallest reduction kernels on A100.</summary>
    [Parameter("Seconds of one more small kernel that adds up a split sum, launched right behind the first", Min = 0, Max = 20e-6), Fitted]
    public double SplitSeconds { get; init; } = 3e-6;

    /// <summary>Issue slots for addresses, barriers and loads take the rest.</summary>
    [Parameter("Part of the tensor peak that an endless tile reaches", Min = 0.3, Max = 1), Fitted]
    public double TensorEfficiency { get; init; } = 0.95;

    [Parameter("Harmonic mean side of a tile at which half the rate is lost to feeding operands", Min = 0, Max = 200), Fitted]
    public double TileHalfSide { get; init; } = 8;
}
