using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Matrix multiplication in output tiles. Every tile shape and split of the sum that a library would have is priced, and the
/// fastest counts, as a library's heuristics intend.
/// </summary>
internal static class GemmCost
{
    // Shapes that cuBLAS and CUTLASS ship for 16-bit tensor cores, large to small.
    private static readonly (int M, int N)[] Tiles =
        [(256, 128), (128, 256), (128, 128), (128, 64), (64, 128), (64, 64), (64, 32), (32, 64), (16, 128), (16, 64)];

    private const int LargestSplit = 16;

    // A split sum shorter than this is not worth its tile's start.
    private const int ShortestSum = 256;

    public static OperatorCost Of(Gemm gemm, Machine machine)
    {
        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        foreach ((int tileM, int tileN) in Tiles)
        {
            for (int split = 1; split <= LargestSplit && (split == 1 || gemm.K / split >= ShortestSum); split *= 2)
            {
                OperatorCost cost = OfTile(gemm, machine, tileM, tileN, split);
                best = cost.Seconds < best.Seconds ? cost : best;
            }
        }

        return best;
    }

    private static OperatorCost OfTile(Gemm gemm, Machine machine, int tileM, int tileN, int split)
    {
        double tiles = Math.Ceiling((double)gemm.M / tileM) * Math.Ceiling((double)gemm.N / tileN) * gemm.Groups * split;
        double depth = Math.Ceiling((double)gemm.K / split / 32) * 32;

        // Elements fetched for a multiply-add fall with the harmonic mean of the tile's sides.
        double side = (double)tileM * tileN / (tileM + tileN);
        double rate = machine.TileRate(side);
        double perTile = 2.0 * tileM * tileN * depth;
        double waves = Math.Ceiling(tiles / machine.Sms);
        double inWaves = waves * ((perTile / rate) + machine.Constants.Gemm.TileSeconds);
        double compute = Math.Max(inWaves, tiles * perTile / machine.PowerLimited);

        double bytes = gemm.Format.Bytes;
        double partial = split > 1 ? 2.0 * split * gemm.M * gemm.N * gemm.Groups * sizeof(float) : 0;
        double throughL2 = (tiles * depth * (tileM + tileN) * bytes) + partial + ((double)gemm.M * gemm.N * gemm.Groups * bytes);
        double l2 = throughL2 / machine.L2;
        double memory = machine.MemorySeconds(gemm.Bytes, tiles);
        double launch = machine.Constants.Memory.KernelSeconds + (split > 1 ? machine.Constants.Gemm.SplitSeconds : 0);
        return Overlapped.Cost(machine, compute, memory, l2, launch) with
        {
            Kernels = split > 1 ? 2 : 1,
            Tiling = new Tiling(tileM, tileN, split, tiles, tiles / machine.Sms),
        };
    }
}
