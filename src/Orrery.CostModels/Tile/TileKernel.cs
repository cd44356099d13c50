using Orrery.Engine.State;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A kernel as the simulated chip sees it: tiles (thread blocks) in the order in which they are started, each a chain of steps.
/// Immutable, so that all components read the same one.
/// </summary>
[NotState]
internal abstract class TileKernel
{
    /// <summary>What it runs on.</summary>
    public required ChipRates Chip { get; init; }

    /// <summary>Tiles that are simulated; at least 1.</summary>
    public required int Tiles { get; init; }

    /// <summary>Tiles of the whole kernel, where only its beginning is simulated; otherwise the same as <see cref="Tiles"/>.</summary>
    public required double AllTiles { get; init; }

    /// <summary>Tiles that one multiprocessor holds at once; at least 1.</summary>
    public required int Slots { get; init; }

    /// <summary>Shared panels have numbers below this.</summary>
    public required int Panels { get; init; }

    /// <summary>Ticks from the start of the kernel to that of its first tile.</summary>
    public required long Launch { get; init; }

    /// <summary>Ticks from the start of a tile to its first request.</summary>
    public long Setup { get; init; }

    /// <summary>Part of shared panels that passes the port for each tile, less than 1 where neighbours pass panels on.</summary>
    public double PortPart { get; init; } = 1;

    /// <summary>Part of a step's first panel that is not in the last-level cache when the kernel starts.</summary>
    public double FirstCold { get; init; } = 1;

    /// <summary>Part of a step's second panel that is not in the last-level cache when the kernel starts.</summary>
    public double SecondCold { get; init; } = 1;

    /// <summary>Whether tiles write an output behind their last step.</summary>
    public virtual bool HasOutput => true;

    /// <summary>Steps of a tile without its output; at least 1.</summary>
    public abstract int Steps(int tile);

    /// <summary>A step, from 0; the one at <see cref="Steps"/> is the output.</summary>
    public abstract TileStep Step(int tile, int step);
}
