using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>What a mixture of experts does beside its matrices.</summary>
public sealed record RoutingQuestion : IQuestion
{
    public string Name => "routing";

    public string Help => "Choosing the experts of each token and copying it to them, or summing what they answer.";

    public string Example => "--rows 4096 --columns 4096 --experts 8 --per-token 2";

    [Parameter("Rows: tokens", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Rows { get; init; }

    [Parameter("Width", Required = true, Min = 1, Reason = "an empty array takes no time")]
    public int Columns { get; init; }

    [Parameter("Experts", Required = true, Min = 1, Reason = "without an expert there is nothing to choose")]
    public int Experts { get; init; }

    [Parameter("Experts that a token goes to", Required = true, Min = 1, Reason = "a token goes to one at least")]
    public int PerToken { get; init; }

    [Parameter("Whether outputs are summed, instead of inputs copied", Default = "false")]
    public bool Combine { get; init; }

    public IEnumerable<QuestionMistake> Mistakes => PerToken <= Experts ? [] :
        [new QuestionMistake("per_token", "is more than there are experts", $"{PerToken}", $"1 to {Experts}")];

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Routing(Name, format, Rows, Columns, Experts, PerToken, Combine)];
}
