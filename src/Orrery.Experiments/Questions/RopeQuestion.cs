using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>Rotary position embedding.</summary>
public sealed record RopeQuestion : IQuestion
{
    public string Name => "rope";

    public string Help => "Rotary position embedding of queries and keys, in place.";

    public string Example => "--rows 4096 --columns 5120";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Elements of a token's queries and keys together", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Rope(Name, format, Rows, Columns)];
}
