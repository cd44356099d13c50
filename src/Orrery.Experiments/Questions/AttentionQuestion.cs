using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>Attention of one layer in one kernel.</summary>
public sealed record AttentionQuestion : IQuestion
{
    public string Name => "attention";

    public string Help => "Attention of one layer in one kernel: prefill, or decode where there is one query.";

    public string Example => "--heads 32 --kv-heads 8 --queries 4096";

    public bool OnTensorUnits => true;

    [Parameter("Sequences", Default = "1", Min = 1, Reason = "without a sequence there is no work")]
    public int Batch { get; init; }

    [Parameter("Query heads", Required = true, Min = 1, Reason = "without a head there is no work")]
    public int Heads { get; init; }

    [Parameter("Key and value heads; as many as query heads where left out", Min = 1, Reason = "queries need keys")]
    public int? KvHeads { get; init; }

    [Parameter("Elements of a head", Default = "128", Min = 1, Reason = "an empty head has nothing to say")]
    public int HeadDim { get; init; }

    [Parameter("New tokens of a sequence; 1 in decode", Required = true, Min = 1, Reason = "without a query there is no work")]
    public int Queries { get; init; }

    [Parameter("Tokens that the last query sees, itself included; as many as queries where left out", Min = 1, Reason = "a query sees itself")]
    public int? Keys { get; init; }

    [Parameter("Whether a token sees only itself and what came before", Default = "true")]
    public bool Causal { get; init; }

    public IEnumerable<QuestionMistake> Mistakes
    {
        get
        {
            if (KvHeads is { } shared && Heads % shared != 0)
            {
                yield return new QuestionMistake("kv_heads", "does not divide the query heads", Text(shared), $"a divisor of {Text(Heads)}");
            }

            if (Causal && Keys is { } keys && keys < Queries)
            {
                yield return new QuestionMistake("keys", "is less than the queries, each of which sees itself", Text(keys), $"{Text(Queries)} or more");
            }
        }
    }

    public Operator Work(NumberFormat format) =>
        new Attention(Name, format, Batch, Heads, KvHeads ?? Heads, HeadDim, Queries, Keys ?? Queries, Causal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
