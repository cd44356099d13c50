using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Mixture of experts: sorting tokens and multiplying them group by group.</summary>
public sealed record MoeConstants
{
    /// <summary>The compiler's software pipeline keeps fewer operands on their way than hand-written kernels do.</summary>
    [Parameter("Harmonic mean side of a tile at which a grouped multiplication loses half its rate to feeding operands",
        Min = 0, Max = 500), Fitted]
    public double TileHalfSide { get; init; } = 43;

    /// <summary>As a plain multiplication does.</summary>
    [Parameter("Part of the tensor peak that an endless tile of a grouped multiplication reaches", Min = 0.2, Max = 1)]
    public double TensorEfficiency { get; init; } = 0.95;

    [Parameter("Part of the bandwidth of streaming at which a grouped multiplication reads the weights of its experts",
        Min = 0.2, Max = 1.2), Fitted]
    public double MemoryEfficiency { get; init; } = 0.8;

    /// <summary>Indices of rows, first operands, output: a chain of loads.</summary>
    [Parameter("Seconds of a multiprocessor to start and end one of the tiles that share it", Min = 0, Max = 20e-6), Fitted]
    public double TileSeconds { get; init; } = 0.35e-6;

    /// <summary>Counting, running sums and placing, by few blocks that wait for each other.</summary>
    [Parameter("Seconds that sorting tokens by expert takes however few there are", Min = 0, Max = 50e-6), Fitted]
    public double SortSeconds { get; init; } = 6e-6;
}
