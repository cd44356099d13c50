using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>One step of Adam over the parameters that a GPU holds.</summary>
public sealed record OptimizerQuestion : IQuestion
{
    public string Name => "optimizer";

    public string Help => "One step of Adam over the parameters that a GPU holds, in one kernel.";

    public string Example => "--parameters 1e9 --master fp32";

    [Parameter("Parameters that are updated", Required = true, Min = 1, Max = 1e15, Reason = "without a parameter there is no work")]
    public double Parameters { get; init; }

    [Parameter("Number format of the gradients; that of the weights where left out")]
    public string? Gradients { get; init; }

    [Parameter("Number format of both moments", Default = "fp32")]
    public string States { get; init; } = "";

    [Parameter("Number format of a second, more exact copy of the weights; none where left out")]
    public string? Master { get; init; }

    public IEnumerable<QuestionMistake> Mistakes =>
    [
        .. QuestionMistake.UnknownFormat("gradients", Gradients),
        .. QuestionMistake.UnknownFormat("states", States),
        .. QuestionMistake.UnknownFormat("master", Master),
    ];

    public IReadOnlyList<Operator> Work(NumberFormat format) =>
    [
        new OptimizerStep(Name, format, (long)Parameters, Gradients is null ? format : FormatCatalogue.Find(Gradients)!,
            FormatCatalogue.Find(States)!, Master is null ? null : FormatCatalogue.Find(Master)),
    ];
}
