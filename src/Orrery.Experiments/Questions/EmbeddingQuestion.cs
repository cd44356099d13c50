using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>Rows of a table by their numbers.</summary>
public sealed record EmbeddingQuestion : IQuestion
{
    public string Name => "embedding";

    public string Help => "Gathers the row of each token from the table of embeddings.";

    public string Example => "--tokens 4096 --columns 8192";

    [Parameter("Tokens", Required = true, Min = 1, Reason = "without a token there is no work")]
    public int Tokens { get; init; }

    [Parameter("Width of a row", Required = true, Min = 1, Reason = "an empty row takes no time")]
    public int Columns { get; init; }

    [Parameter("Rows of the table", Default = "128256", Min = 1, Reason = "an empty table holds no token")]
    public int Vocabulary { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Embedding(Name, format, Tokens, Columns, Vocabulary)];
}
