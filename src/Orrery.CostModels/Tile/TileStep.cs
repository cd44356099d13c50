namespace Orrery.CostModels.Tile;

/// <summary>A part of an operand that several tiles read, so that the last-level cache may hold it.</summary>
/// <param name="Id">Its number within the kernel, from 0.</param>
/// <param name="Bytes">Its size, or as much of it as a tile reads; 0 for none.</param>
internal readonly record struct Panel(int Id, long Bytes);

/// <summary>One step of a tile: bytes that it needs, then arithmetic on them. The step behind the last one is the tile's output.</summary>
/// <param name="Compute">Ticks of the multiprocessor's arithmetic units.</param>
/// <param name="Slices">Parts in which the bytes come and are computed on, so that both overlap within the step; at least 1.</param>
internal readonly record struct TileStep(long Compute, int Slices)
{
    /// <summary>Operand shared with other tiles.</summary>
    public Panel First { get; init; }

    /// <summary>Another operand shared with other tiles.</summary>
    public Panel Second { get; init; }

    /// <summary>Bytes that no other tile touches.</summary>
    public long Own { get; init; }

    /// <summary>How many of these come from device memory, or go there.</summary>
    public long OwnMissing { get; init; }

    /// <summary>Ticks that the bytes take at least, because only so much of them is on its way at once.</summary>
    public long Pull { get; init; }

    /// <summary>Ticks that the tile waits behind its arithmetic, while other tiles may compute.</summary>
    public long Wait { get; init; }

    /// <summary>Bytes of operands that tiles share.</summary>
    public long Shared => First.Bytes + Second.Bytes;
}
