using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>Softmax as a kernel of its own.</summary>
public sealed record SoftmaxQuestion : IQuestion
{
    public string Name => "softmax";

    public string Help => "Softmax over the rows of an array, as a kernel of its own.";

    public string Example => "--rows 4096 --columns 4096";

    [Parameter("Rows", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Elements that are normalised together", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Softmax(Name, format, Rows, Columns)];
}
