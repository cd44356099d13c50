using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>The function between the two projections of an MLP.</summary>
public sealed record ActivationQuestion : IQuestion
{
    public string Name => "activation";

    public string Help => "The function between the projections of an MLP, gated or not.";

    public string Example => "--rows 4096 --columns 14336 --gated";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Width of the output", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    [Parameter("The function", Default = "silu", Allowed = ["silu", "gelu", "relu", "tanh"])]
    public string Function { get; init; } = "";

    [Parameter("Whether a second input is multiplied in", Default = "false")]
    public bool Gated { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [MlpActivation.Of(Name, format, Rows, Columns, Function, Gated)];
}
