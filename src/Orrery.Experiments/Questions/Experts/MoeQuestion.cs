using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Experts;

/// <summary>A whole mixture-of-experts block without its router.</summary>
public sealed record MoeQuestion : ExpertQuestion
{
    public override string Name => "moe";

    public override string Help => "A block of experts on one GPU: sort, gate/up multiplication, activation, down multiplication, weighted sum.";

    public override string Example => "--tokens 4096 --experts 8 --per-token 2 --hidden 4096 --intermediate 14336";

    [Parameter("Width of the residual stream", Required = true, Min = 1, Reason = "an empty row takes no time")]
    public int Hidden { get; init; }

    [Parameter("Width inside one expert on this GPU, after tensor parallelism", Required = true, Min = 1, Reason = "an empty row takes no time")]
    public int Intermediate { get; init; }

    [Parameter("The function between the projections", Default = "silu", Allowed = ["silu", "gelu", "relu", "tanh"])]
    public string Function { get; init; } = "";

    [Parameter("Whether a gate is multiplied in", Default = "true")]
    public bool Gated { get; init; }

    public override IReadOnlyList<Operator> Work(NumberFormat format) =>
        new MoeBlock(Load, Hidden, Intermediate, Gated, Function, format).Build();

    public override string Shape(IReadOnlyList<Operator> work) => string.Create(CultureInfo.InvariantCulture,
        $"{Tokens} tokens, {PerToken} of {Experts} experts{(Gpus > 1 ? $" on {Gpus} GPUs" : "")}, {Hidden} x {Intermediate}");
}
