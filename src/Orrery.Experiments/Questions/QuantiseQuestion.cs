using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>An array from one number format to another.</summary>
public sealed record QuantiseQuestion : IQuestion
{
    public string Name => "quantise";

    public string Help => "Converts an array from one number format to another, with the scales of its blocks.";

    public string Example => "--rows 4096 --columns 4096 --to fp8";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Width", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    [Parameter("Number format of the output", Required = true)]
    public string To { get; init; } = "";

    public IEnumerable<QuestionMistake> Mistakes => QuestionMistake.UnknownFormat("to", To);

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Quantise(Name, format, FormatCatalogue.Find(To)!, Rows, Columns)];
}
