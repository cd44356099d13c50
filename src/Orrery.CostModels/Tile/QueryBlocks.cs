using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>How the queries of an attention fall into blocks, and which keys each block reads.</summary>
internal sealed class QueryBlocks
{
    private readonly Attention _attention;
    private readonly AttentionKernel _kernel;
    private readonly int _rows;
    private readonly int _tokens;
    private readonly int _section;

    /// <param name="attention">The operator.</param>
    /// <param name="kernel">The kernel that a library runs for it.</param>
    /// <param name="l2Size">Bytes of the last-level cache.</param>
    public QueryBlocks(Attention attention, AttentionKernel kernel, double l2Size)
    {
        int group = kernel.Packs ? attention.Heads / attention.KvHeads : 1;
        (_attention, _kernel, _rows, _tokens) = (attention, kernel, attention.Queries * group, Math.Max(1, kernel.Rows / group));
        PerHead = (_rows + kernel.Rows - 1) / kernel.Rows;
        Heads = attention.Batch * (attention.Heads / group);
        HeadsPerKeys = attention.Heads / group / attention.KvHeads;

        // Asynchronous kernels start the longest blocks first (FlashAttention-3 and -4), in sections of heads whose keys the cache holds.
        double keyBytes = (double)attention.Keys * attention.TokenBytes / HeadsPerKeys;
        _section = kernel.IsAsynchronous && attention.Causal ? (int)Math.Clamp(l2Size / 2 / keyBytes, 1, Heads) : 1;
    }

    /// <summary>Heads of all sequences; those that are packed into one block count one.</summary>
    public int Heads { get; }

    /// <summary>Blocks of a head.</summary>
    public int PerHead { get; }

    /// <summary>How many of <see cref="Heads"/> read the same keys.</summary>
    public int HeadsPerKeys { get; }

    /// <summary>Blocks after which lengths repeat.</summary>
    public int Period => PerHead * _section;

    /// <summary>The head and the block of it that is started at a place in the order.</summary>
    public (int Head, int Block) PlaceOf(int place)
    {
        (int section, int rest) = Math.DivRem(place, Period);
        int heads = Math.Min(_section, Heads - (section * _section));
        (int block, int head) = Math.DivRem(rest, heads);
        return ((section * _section) + head, _section > 1 ? PerHead - 1 - block : block);
    }

    /// <summary>Rows of a block of a head.</summary>
    public int RowsOf(int block) => Math.Min(_kernel.Rows, _rows - (block * _kernel.Rows));

    /// <summary>The steps over keys that a block takes, from one up to before the other.</summary>
    public (int From, int To) StepsOf(int block)
    {
        long cached = _attention.Keys - _attention.Queries;
        long last = _attention.Causal ? Math.Min(_attention.Keys, cached + ((block + 1L) * _tokens)) : _attention.Keys;
        long first = _attention.Window == 0 ? 0
            : Math.Max(0, _attention.Causal ? cached + 1 - _attention.Window + ((long)block * _tokens) : _attention.Keys - _attention.Window);
        return ((int)(first / _kernel.Keys), (int)((last + _kernel.Keys - 1) / _kernel.Keys));
    }
}
