namespace Orrery.CostModels.Tile;

/// <summary>The scheduler starts a tile on a multiprocessor.</summary>
internal readonly record struct TileStart(int Tile);

/// <summary>A multiprocessor tells the scheduler that a tile is done.</summary>
internal readonly record struct TileEnd(int Sm);

/// <summary>A multiprocessor asks for the bytes of a step, or writes those of the output.</summary>
/// <param name="Sm">Who asks.</param>
/// <param name="Slot">The tile's place there.</param>
/// <param name="Tile">The tile.</param>
/// <param name="Step">The step.</param>
internal readonly record struct Request(int Sm, int Slot, int Tile, int Step);

/// <summary>The first slice of a step is there.</summary>
/// <param name="Slot">The tile's place.</param>
/// <param name="Complete">The tick at which the last slice is there.</param>
internal readonly record struct Arrival(int Slot, long Complete);
