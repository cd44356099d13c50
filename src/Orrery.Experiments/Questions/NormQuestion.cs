using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>RMSNorm or LayerNorm.</summary>
public sealed record NormQuestion : IQuestion
{
    public string Name => "norm";

    public string Help => "RMSNorm or LayerNorm over the rows of an array.";

    public string Example => "--rows 4096 --columns 8192";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Elements that are normalised together", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    [Parameter("Which norm", Default = "rms", Allowed = ["rms", "layer"])]
    public string Type { get; init; } = "";

    [Parameter("Whether the sum with a residual is part of the kernel", Default = "false")]
    public bool Residual { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Norm(Name, format, Rows, Columns, Type == "rms", Residual)];
}
