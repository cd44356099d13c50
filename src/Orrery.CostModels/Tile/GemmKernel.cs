using Orrery.CostModels.Analytic;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A multiplication in output tiles, of one or more groups. Tiles on the same rows read the same panels of A, those on the same
/// columns the same panels of B; the last-level cache finds out by itself who comes first.
/// </summary>
internal sealed class GemmKernel : TileKernel
{
    // A step covers at least so many sums; and a tile has at most so many steps, fewer where there are many tiles.
    private const int StepDepth = 256;
    private const int MostSteps = 8;
    private const int ManyTiles = 1024;

    private readonly GemmPlace[] _places;
    private readonly NumberFormat _format;
    private readonly int _depth;
    private readonly int _splits;
    private readonly bool _bias;
    private readonly int _steps;
    private readonly int _slices;
    private readonly long _compute;
    private readonly long _pull;
    private readonly int _columnPanels;
    private readonly double _outputCold;

    private GemmKernel(GemmWork work, Tiling tiling, GemmPlace[] places, GemmRates rates, double outputCold)
    {
        (_places, _format, _depth, _bias, _splits) = (places, work.Format, work.K, work.Bias, tiling.Splits);
        int part = (work.K + tiling.Splits - 1) / tiling.Splits;
        _steps = Math.Clamp(part / StepDepth, 1, places.Length > ManyTiles ? MostSteps / 2 : MostSteps);
        _slices = Math.Max(1, part / _steps / rates.Slice);
        (_compute, _pull) = (Ticks.Of(rates.Compute / _steps), Ticks.Of(rates.Pull / _steps));
        _columnPanels = places.Max(place => place.ColumnPanel) + 1;
        _outputCold = outputCold;
    }

    /// <summary>The kernel for a tiling on a machine.</summary>
    public static GemmKernel Of(GemmWork work, Tiling tiling, GemmRates rates, Machine machine)
    {
        double tiles = GemmPlaces.Count(work.GroupRows, work.N, tiling);
        GemmPlace[] places = GemmPlaces.Of(work.GroupRows, work.N, tiling, TileBudget.Simulated(tiles));

        // Parts of a split are read at once by the second kernel, so that the cache keeps what it can.
        double outputCold = tiling.Splits > 1 ? 1 - machine.Resident(work.PartialBytes(tiling.Splits)) : work.OutputCold;
        return new GemmKernel(work, tiling, places, rates, outputCold)
        {
            Chip = rates.Chip,
            Tiles = places.Length,
            AllTiles = tiles,
            Slots = rates.Slots,
            Panels = (places.Max(place => place.RowPanel) + places.Max(place => place.ColumnPanel) + 2) * tiling.Splits * MostSteps,
            Launch = Ticks.Of(rates.Launch),
            PortPart = rates.PortPart,
            FirstCold = work.RowsCold,
            SecondCold = work.ColumnsCold,
        };
    }

    public override int Steps(int tile) => _steps;

    public override TileStep Step(int tile, int step)
    {
        GemmPlace place = _places[tile];
        if (step == _steps)
        {
            long bytes = Whole((double)place.Rows * place.Columns * (_splits > 1 ? sizeof(float) : _format.OutputBytes));
            return new TileStep(0, 1) { Own = bytes, OwnMissing = Whole(bytes * _outputCold) };
        }

        // Steps of all splits cut the sum into equal parts, whole numbers of elements.
        int part = (place.Split * _steps) + step;
        int parts = _splits * _steps;
        long depth = ((long)_depth * (part + 1) / parts) - ((long)_depth * part / parts);
        long bias = _bias && part == 0 ? Whole(place.Columns * _format.OutputBytes) : 0;
        return new TileStep(_compute, _slices)
        {
            First = new Panel(((_columnPanels + place.RowPanel) * parts) + part, Whole(place.Rows * depth * _format.Bytes)),
            Second = new Panel((place.ColumnPanel * parts) + part, Whole(place.Columns * depth * _format.WeightBytes)),
            Own = bias,
            OwnMissing = place.RowPanel == 0 ? bias : 0,
            Pull = _pull,
        };
    }

    private static long Whole(double bytes) => (long)Math.Ceiling(bytes);
}
