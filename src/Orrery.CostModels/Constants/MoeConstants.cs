using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Mixture of experts: sorting tokens and multiplying them group by group.</summary>
public sealed record MoeConstants
{
    /// <summary>The compiler's software pipeline keeps fewer operands on their way than hand-written kernels do.</summary>
    [Parameter("Harmonic mean side of a tile at which a grouped multiplication loses half the rate to feeding operands", Min = 0, Max = 500), Fitted]
    public double TileHalfSide { get; init; } = 60;

    [Parameter("Part of the tensor peak that an endless tile of a grouped multiplication reaches", Min = 0.2, Max = 1), Fitted]
    public double TensorEfficiency { get; init; } = 0.95;

    [Parameter("Part of the bandwidth of streaming at which a grouped multiplication reads the weights of its experts", Min = 0.2, Max = 1.2), Fitted]
    public double MemoryEfficiency { get; init; } = 0.9;

    /// <summary>Counting, running sums and placing, by few blocks that wait for each other.</summary>
    [Parameter("Seconds that sorting tokens by expert takes however few there are", Min = 0, Max = 50e-6), Fitted]
    public double SortSeconds { get; init; } = 8e-6;
}
