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

    [Parameter("Tokens that a query sees at most, itself included; all where left out", Min = 1, Reason = "a query sees itself")]
    public int? Window { get; init; }

    [Parameter("Elements of a head of values and output; as many as of keys where left out", Min = 1, Reason = "an empty value says nothing")]
    public int? ValueDim { get; init; }

    [Parameter("Whether values are the first elements of the keys, as in absorbed latent attention; then all heads share one", Default = "false")]
    public bool Latent { get; init; }

    [Parameter("Number format of keys and values in the cache; that of the queries where left out")]
    public string? CacheDtype { get; init; }

    [Parameter("Tokens of a page of the cache; in one piece where left out", Min = 1, Reason = "an empty page holds nothing")]
    public int? Page { get; init; }

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

            if (Latent && ValueDim is { } values && values > HeadDim)
            {
                yield return new QuestionMistake("value_dim", "is more than a key has, of which it is a part", Text(values), $"1 to {Text(HeadDim)}");
            }

            foreach (QuestionMistake unknown in QuestionMistake.UnknownFormat("cache_dtype", CacheDtype))
            {
                yield return unknown;
            }
        }
    }

    public IReadOnlyList<Operator> Work(NumberFormat format) =>
    [
        new Attention(Name, format, Batch, Heads, KvHeads ?? (Latent ? 1 : Heads), HeadDim, Queries, Keys ?? Queries, Causal)
        {
            Window = Window ?? 0,
            ValueDim = ValueDim ?? HeadDim,
            Latent = Latent,
            Page = Page ?? 0,
            CacheFormat = CacheDtype is null ? format : FormatCatalogue.Find(CacheDtype)!,
        },
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
