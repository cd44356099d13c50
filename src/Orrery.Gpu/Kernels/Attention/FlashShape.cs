namespace Orrery.Gpu.Kernels.Attention;

/// <summary>An attention call as a kernel sees it, with where its arrays lie.</summary>
/// <param name="Format">Format in which is multiplied: "fp16".</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Heads of queries; where heads are packed into rows, heads of keys.</param>
/// <param name="SharedHeads">Neighbouring heads of queries that read the same keys.</param>
/// <param name="Queries">Rows of queries of a head: tokens, times heads that are packed.</param>
/// <param name="Keys">Tokens that the last query sees.</param>
/// <param name="HeadDim">Elements of a head of queries and keys.</param>
public sealed record FlashShape(string Format, int Batch, int Heads, int SharedHeads, int Queries, int Keys, int HeadDim)
{
    /// <summary>Elements of a head of values and output.</summary>
    public int ValueDim { get; init; } = HeadDim;

    /// <summary>Whether a row sees only itself and what came before.</summary>
    public bool Causal { get; init; }

    /// <summary>Tokens that a row sees at most; 0 without a window.</summary>
    public int Window { get; init; }

    /// <summary>Tokens of a page of the cache; 0 where keys lie in one piece.</summary>
    public int Page { get; init; }

    /// <summary>Whether the kernel itself puts new keys and values into the cache.</summary>
    public bool Appends { get; init; }

    /// <summary>Whether values are the first elements of the keys.</summary>
    public bool Latent { get; init; }

    /// <summary>Parts into which the keys are split over blocks; each is merged by <see cref="SplitCombine"/> where there is more than one.</summary>
    public int Splits { get; init; } = 1;

    /// <summary>Steps of a part; all of them where keys are not split.</summary>
    public int StepsOfSplit { get; init; } = int.MaxValue;

    /// <summary>Bytes of an element of queries and output.</summary>
    public int Bytes { get; init; } = 2;

    /// <summary>Bytes of an element of keys and values.</summary>
    public int CacheBytes { get; init; } = 2;

    /// <summary>Address of the queries: sequence, head, token, element.</summary>
    public long QueryStart { get; init; }

    /// <summary>Address of the keys: sequence, head of keys, token, element. Pages lie side by side.</summary>
    public long KeyStart { get; init; }

    /// <summary>Address of the values, laid out as the keys.</summary>
    public long ValueStart { get; init; }

    /// <summary>Address of the output, laid out as the queries; of the parts' outputs in FP32 where there are several.</summary>
    public long OutputStart { get; init; }

    /// <summary>Address of lengths and page tables.</summary>
    public long TableStart { get; init; }

    /// <summary>Address of new keys and values where the kernel appends them.</summary>
    public long FreshStart { get; init; }

    /// <summary>Bytes of a row of queries.</summary>
    public int QueryRow => HeadDim * Bytes;

    /// <summary>Bytes of a row of keys.</summary>
    public int KeyRow => HeadDim * CacheBytes;

    /// <summary>Bytes of a row of values.</summary>
    public int ValueRow => Latent ? KeyRow : ValueDim * CacheBytes;

    /// <summary>Bytes of a row of output; FP32 where parts are merged later.</summary>
    public int OutputRow => ValueDim * (Splits > 1 ? 4 : Bytes);
}
