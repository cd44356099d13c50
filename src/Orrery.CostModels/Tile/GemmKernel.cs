using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A multiplication in output tiles. Tiles on the same rows read the same panels of A, those on the same columns the same panels of
/// B; the last-level cache finds out by itself who comes first.
/// </summary>
internal sealed class GemmKernel : TileKernel
{
    // Sums of one slice, CUTLASS's usual depth in 16 bit: 64 bytes.
    private const int SliceDepth = 32;

    // Tiles are started in bands of so many rows of tiles, column by column within a band, as libraries swizzle them.
    private const int Band = 8;

    // A step covers at least so many sums; and a tile has at most so many steps, fewer where there are many tiles.
    private const int StepDepth = 256;
    private const int MostSteps = 8;
    private const int ManyTiles = 2048;

    private readonly Gemm _gemm;
    private readonly Tiling _tiling;
    private readonly int _rowTiles;
    private readonly int _columnTiles;
    private readonly int _steps;
    private readonly long _compute;
    private readonly int _slices;
    private readonly double _missingOutput;

    private GemmKernel(Gemm gemm, Tiling tiling, Machine machine, double rate)
    {
        (_gemm, _tiling) = (gemm, tiling);
        (_rowTiles, _columnTiles) = (Parts(gemm.M, tiling.M), Parts(gemm.N, tiling.N));
        double depth = Math.Ceiling((double)gemm.K / tiling.Splits / SliceDepth) * SliceDepth;
        _steps = (int)Math.Clamp(depth / StepDepth, 1, tiling.Tiles > ManyTiles ? MostSteps / 2 : MostSteps);
        _compute = Ticks.Of(2.0 * tiling.M * tiling.N * depth / rate / _steps);
        _slices = (int)Math.Max(1, depth / _steps / SliceDepth);
        double partial = tiling.Splits > 1 ? PartialBytes(gemm, tiling) : 0;
        _missingOutput = partial > 0 ? 1 - machine.Resident(partial) : 1;
    }

    /// <summary>The kernel for a tiling on a machine.</summary>
    public static GemmKernel Of(Gemm gemm, Tiling tiling, Machine machine)
    {
        double tiles = (double)Parts(gemm.M, tiling.M) * Parts(gemm.N, tiling.N) * gemm.Groups * tiling.Splits;
        double side = (double)tiling.M * tiling.N / (tiling.M + tiling.N);
        double rate = Math.Min(machine.TileRate(side), machine.PowerLimited / Math.Min(machine.Sms, tiles));
        int simulated = TileBudget.Simulated(tiles);
        int groups = (int)Math.Ceiling(simulated / (tiles / gemm.Groups));
        return new GemmKernel(gemm, tiling, machine, rate)
        {
            Tiles = simulated,
            AllTiles = tiles,
            Slots = Occupancy.OfTile(machine.Gpu.Sm, tiling.M, tiling.N, SliceDepth * gemm.Format.Bytes),
            Panels = groups * (Parts(gemm.M, tiling.M) + Parts(gemm.N, tiling.N)) * tiling.Splits * MostSteps,
            Launch = Ticks.Of(machine.Constants.Memory.KernelSeconds),
        };
    }

    /// <summary>Bytes of the partial sums of a split, which a second kernel adds up.</summary>
    public static double PartialBytes(Gemm gemm, Tiling tiling) => (double)tiling.Splits * gemm.M * gemm.N * gemm.Groups * sizeof(float);

    public override int Steps(int tile) => _steps;

    public override TileStep Step(int tile, int step)
    {
        int inGroup = _rowTiles * _columnTiles * _tiling.Splits;
        (int group, int rest) = Math.DivRem(tile, inGroup);
        (int split, int place) = Math.DivRem(rest, _rowTiles * _columnTiles);
        (int row, int column) = PlaceOf(place);
        long rows = Math.Min(_tiling.M, _gemm.M - ((long)row * _tiling.M));
        long columns = Math.Min(_tiling.N, _gemm.N - ((long)column * _tiling.N));
        if (step == _steps)
        {
            long bytes = Whole(rows * columns * (_tiling.Splits > 1 ? sizeof(float) : _gemm.Format.OutputBytes));
            return new TileStep(0, 1) { Own = bytes, OwnMissing = Whole(bytes * _missingOutput) };
        }

        // Steps of all splits cut the sum into equal parts, whole numbers of elements.
        int part = (split * _steps) + step;
        int parts = _tiling.Splits * _steps;
        long depth = ((long)_gemm.K * (part + 1) / parts) - ((long)_gemm.K * part / parts);
        int firstPanel = group * (_rowTiles + _columnTiles);
        long bias = _gemm.Bias && step == 0 && split == 0 ? Whole(columns * _gemm.Format.OutputBytes) : 0;
        return new TileStep(_compute, _slices)
        {
            First = new Panel(((firstPanel + row) * parts) + part, Whole(rows * depth * _gemm.Format.Bytes)),
            Second = new Panel(((firstPanel + _rowTiles + column) * parts) + part, Whole(columns * depth * _gemm.Format.WeightBytes)),
            Own = bias,
            OwnMissing = row == 0 ? bias : 0,
        };
    }

    private (int Row, int Column) PlaceOf(int place)
    {
        (int band, int inBand) = Math.DivRem(place, Band * _columnTiles);
        int height = Math.Min(Band, _rowTiles - (band * Band));
        (int column, int row) = Math.DivRem(inBand, height);
        return ((band * Band) + row, column);
    }

    private static int Parts(int whole, int part) => ((whole - 1) / part) + 1;

    private static long Whole(double bytes) => (long)Math.Ceiling(bytes);
}
