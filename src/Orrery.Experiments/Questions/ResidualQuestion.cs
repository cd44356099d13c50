using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>The sum of two arrays.</summary>
public sealed record ResidualQuestion : IQuestion
{
    public string Name => "residual";

    public string Help => "The sum of two arrays, element by element: a block's input and output.";

    public string Example => "--rows 4096 --columns 8192";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Width", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    public Operator Work(NumberFormat format) => new Residual(Name, format, Rows, Columns);
}
