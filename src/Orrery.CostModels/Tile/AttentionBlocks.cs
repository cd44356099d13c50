using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>How the queries of an attention fall into blocks.</summary>
internal sealed class AttentionBlocks
{
    // Fewer queries than a tensor core has rows: the heads that share keys are computed together.
    private const int FewQueries = 16;

    private readonly Attention _attention;
    private readonly int _block;
    private readonly int _rows;

    /// <param name="attention">The operator.</param>
    /// <param name="block">Most queries of a block.</param>
    public AttentionBlocks(Attention attention, int block)
    {
        int grouped = attention.Queries < FewQueries ? attention.Heads / attention.KvHeads : 1;
        (_attention, _block, _rows) = (attention, block, attention.Queries * grouped);
        PerHead = ((_rows - 1) / block) + 1;
        Heads = attention.Batch * (attention.Heads / grouped);
        HeadsPerKeys = Heads / (attention.Batch * attention.KvHeads);
    }

    /// <summary>Heads of all sequences; those that are computed together count one.</summary>
    public int Heads { get; }

    /// <summary>Blocks of a head.</summary>
    public int PerHead { get; }

    /// <summary>How many of <see cref="Heads"/> read the same keys.</summary>
    public int HeadsPerKeys { get; }

    /// <summary>Queries of a block of a head.</summary>
    public int RowsOf(int block) => Math.Min(_block, _rows - (block * _block));

    /// <summary>Keys that a block reads: where causal, up to the one of its last query, and the rest of the block that the diagonal cuts.</summary>
    public int KeysOf(int block) => _attention.Causal && PerHead > 1
        ? (int)Math.Min(_attention.Keys, _attention.Keys - _attention.Queries + ((block + 1L) * _block))
        : _attention.Keys;
}
