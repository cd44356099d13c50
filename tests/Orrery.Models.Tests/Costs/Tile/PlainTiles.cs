using Orrery.CostModels.Tile;

namespace Orrery.Models.Tests.Costs.Tile;

/// <summary>A kernel whose tiles each have one step, given as a list, on a chip whose numbers are easy to add up.</summary>
internal sealed class PlainTiles(TileStep[] steps, TileStep output) : TileKernel
{
    /// <summary>Bytes a tick: memory 0.5, cache 4, port 2, writes 1. A hop takes 100 ticks, memory 300 more, a clock 10.</summary>
    public static ChipRates On(int sms) => new()
    {
        Sms = sms,
        Memory = 0.5e12,
        L2 = 4e12,
        Port = 2e12,
        Draw = 1e12,
        L2Size = 1 << 20,
        Hop = 100,
        Far = 300,
        Clock = 10,
    };

    /// <summary>Tiles that compute and move nothing.</summary>
    public static PlainTiles Computing(int sms, int slots, params long[] ticks) =>
        Of(sms, slots, [.. ticks.Select(compute => new TileStep(compute, 1))], new TileStep(0, 1));

    /// <summary>Tiles with these steps.</summary>
    public static PlainTiles Of(int sms, int slots, TileStep[] steps, TileStep output) => new(steps, output)
    {
        Chip = On(sms),
        Tiles = steps.Length,
        AllTiles = steps.Length,
        Slots = slots,
        Panels = 4,
        Launch = 1000,
    };

    public override int Steps(int tile) => 1;

    public override TileStep Step(int tile, int step) => step == 0 ? steps[tile] : output;
}
