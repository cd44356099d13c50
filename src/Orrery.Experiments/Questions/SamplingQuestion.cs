using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>The next token from the scores of all.</summary>
public sealed record SamplingQuestion : IQuestion
{
    public string Name => "sampling";

    public string Help => "Chooses the next token of each sequence from the scores of all.";

    public string Example => "--rows 64 --vocabulary 128256";

    [Parameter("Sequences", Required = true, Min = 1, Reason = "without a sequence there is no work")]
    public int Rows { get; init; }

    [Parameter("Tokens to choose from", Required = true, Min = 1, Reason = "without a token there is no choice")]
    public int Vocabulary { get; init; }

    [Parameter("Whether the most likely token is taken, instead of drawing one", Default = "false")]
    public bool Greedy { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Sampling(Name, format, Rows, Vocabulary, Greedy)];
}
