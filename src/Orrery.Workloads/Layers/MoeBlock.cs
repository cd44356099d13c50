using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>The experts of one layer on one GPU, from the chosen experts of each token to the weighted sum of their outputs.</summary>
/// <param name="Load">Tokens and how they fall on experts.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="Intermediate">Width inside one expert on this GPU, after tensor parallelism.</param>
/// <param name="Gated">Whether gate and up projections are multiplied together.</param>
/// <param name="Activation">silu, gelu, relu.</param>
/// <param name="Format">Number format.</param>
public sealed record MoeBlock(ExpertLoad Load, int Hidden, int Intermediate, bool Gated, string Activation, NumberFormat Format)
{
    /// <summary>GPUs over which each expert is split.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>
    /// The operators in their order, as serving engines run them. Activation and sum pass all choices, also those of other GPUs, whose
    /// rows are zero here: the number of own rows is not known when the kernels are started.
    /// </summary>
    public IReadOnlyList<Operator> Build()
    {
        int width = Gated ? 2 * Intermediate : Intermediate;
        double weights = (double)Load.Local * (width + Intermediate) * Hidden * Format.WeightBytes;
        double shared = Load.Gpus == 1 ? weights : 0;
        int choices = (int)Math.Min(int.MaxValue, Load.Choices);
        return
        [
            new ExpertSort("dispatch", Format, Load),
            new GroupedGemm(Gated ? "expert gate/up projection" : "expert up projection", Format, Load, width, Hidden)
            { Gathers = true, Shards = Shards, SharedLayerBytes = shared },
            MlpActivation.Of("expert activation", Format, choices, Intermediate, Activation, Gated),
            new GroupedGemm("expert down projection", Format, Load, Hidden, Intermediate) { Shards = Shards, SharedLayerBytes = shared },
            new Routing("combine", Format, Load.Tokens, Hidden, Load.Experts, Load.PerToken, Combine: true),
        ];
    }
}
