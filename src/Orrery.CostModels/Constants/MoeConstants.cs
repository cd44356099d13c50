using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Mixture of experts: sorting tokens and multiplying them group by group.</summary>
public sealed record MoeConstants
{
    /// <summary>The compiler's software pipeline keeps fewer operands on their way than hand-written kernels do.</summary>
    [Parameter("Harmonic mean side of a tile at which a grouped multiplication loses half its rate to feeding operands",
        Min = 0, Max = 500), Fitted]
    public double TileHalfSide { get; init; } = 37;

    /// <summary>As a plain multiplication does.</summary>
    [Parameter("Part of the tensor peak that an endless tile of a grouped multiplication reaches", Min = 0.2, Max = 1)]
    public double TensorEfficiency { get; init; } = 0.95;

    /// <summary>Rows of weights are read a piece a step: short pieces change pages and directions of memory more often.</summary>
    [Parameter("Bytes that could have been read in the time that each contiguous piece of a row of weights costs beside its own",
        Min = 0, Max = 1000), Fitted]
    public double PieceBytes { get; init; } = 34;

    /// <summary>
    /// Jia et al. 2018 (Dissecting the Volta GPU architecture, section 3.9): pages of 2 MiB, 32 MiB in the first level. Rows of tokens of
    /// one expert lie anywhere in theirs.
    /// </summary>
    [Parameter("Bytes whose addresses a multiprocessor translates without asking further", Min = 1e6, Max = 1e12)]
    public double TranslatedBytes { get; init; } = 33554432;

    [Parameter("Time that rows of activations need beside their own where none of their addresses is translated at hand",
        Min = 0, Max = 10), Fitted]
    public double TranslationCost { get; init; } = 1.85;

    /// <summary>Three slices of operands in shared memory, of which one is multiplied.</summary>
    [Parameter("Steps along the sum whose operands a tile has on their way at once", Min = 1, Max = 8)]
    public double StepsAhead { get; init; } = 2;

    /// <summary>Models of 32 to 80 layers; beside the experts there are attention, embeddings and the cache.</summary>
    [Parameter("Layers of experts that have to fit in the memory of a GPU where a model is served", Min = 1, Max = 1000)]
    public double ServedLayers { get; init; } = 50;

    /// <summary>Indices of rows, first operands, output: a chain of loads.</summary>
    [Parameter("Seconds of a multiprocessor to start and end one of the tiles that share it", Min = 0, Max = 20e-6), Fitted]
    public double TileSeconds { get; init; } = 0.18e-6;

    /// <summary>Counting, running sums and placing, by few blocks that wait for each other.</summary>
    [Parameter("Seconds that sorting tokens by expert takes however few there are", Min = 0, Max = 50e-6), Fitted]
    public double SortSeconds { get; init; } = 12e-6;
}
