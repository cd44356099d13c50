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
    /// <summary>
    /// The operators in their order, as serving engines run them. Activation and sum pass all choices, also those of other GPUs, whose
    /// rows are zero here: the number of own rows is not known when the kernels are started.
    /// </summary>
    public IReadOnlyList<Operator> Build()
    {
        int width = Gated ? 2 * Intermediate : Intermediate;
        int choices = (int)Math.Min(int.MaxValue, Load.Choices);
        return
        [
            new ExpertSort("dispatch", Format, Load),
            new GroupedGemm(Gated ? "expert gate/up projection" : "expert up projection", Format, Load, width, Hidden),
            Gated ? new GatedActivation("expert activation", Format, choices, Intermediate, ElementFunction.Activation(Activation))
                : new Elementwise("expert activation", Format, choices, Intermediate, ElementFunction.Activation(Activation)),
            new GroupedGemm("expert down projection", Format, Load, Hidden, Intermediate),
            new Routing("combine", Format, Load.Tokens, Hidden, Load.Experts, Load.PerToken, Combine: true),
        ];
    }
}
