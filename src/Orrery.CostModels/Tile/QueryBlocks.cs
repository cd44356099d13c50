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

    /// <param name="attention">The operator.</param>
    /// <param name="kernel">The kernel that a library runs for it.</param>
    public QueryBlocks(Attention attention, AttentionKernel kernel)
    {
        int group = kernel.Packs ? attention.Heads / attention.KvHeads : 1;
        (_attention, _kernel, _rows, _tokens) = (attention, kernel, attention.Queries * group, Math.Max(1, kernel.Rows / group));
        PerHead = (_rows + kernel.Rows - 1) / kernel.Rows;
        Heads = attention.Batch * (attention.Heads / group);
        HeadsPerKeys = attention.Heads / group / attention.KvHeads;
    }

    /// <summary>Heads of all sequences; those that are packed into one block count one.</summary>
    public int Heads { get; }

    /// <summary>Blocks of a head.</summary>
    public int PerHead { get; }

    /// <summary>How many of <see cref="Heads"/> read the same keys.</summary>
    public int HeadsPerKeys { get; }

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
