using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>One function of every element of one or two arrays.</summary>
public sealed record ElementwiseQuestion : IQuestion
{
    public string Name => "elementwise";

    public string Help => "One function of every element of one or two arrays, such as a residual sum.";

    public string Example => "--rows 4096 --columns 8192 --function add";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Width", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    [Parameter("What is done to an element", Default = "add", Allowed =
        ["copy", "add", "mul", "div", "pow", "add_scalar", "mul_scalar", "pow_scalar", "relu", "tanh", "silu", "gelu", "dropout", "sum"])]
    public string Function { get; init; } = "";

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Elementwise(Name, format, Rows, Columns, ElementFunction.Find(Function)!)];
}
