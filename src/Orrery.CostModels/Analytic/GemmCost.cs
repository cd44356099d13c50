using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Matrix multiplication in output tiles. Every tile shape and split of the sum that a library would have is priced, and the
/// fastest counts, as a library's heuristics intend.
/// </summary>
internal static class GemmCost
{
    private const int LargestSplit = 16;

    // A split sum shorter than this is not worth its tile's start.
    private const int ShortestSum = 128;

    // Where blocks fill the machine so many times, splitting them evens nothing out.
    private const double WavesEnough = 8;

    // Widest load of one thread.
    private const int WideBytes = 16;

    public static OperatorCost Of(Gemm gemm, Machine machine)
    {
        bool plain = gemm.Groups > 1 && gemm.Layout == Layout.Nn;
        GemmTraffic traffic = GemmTraffic.Of(gemm, machine);
        double aligned = 1 / AlignedPart(gemm, machine);
        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        double enough = WavesEnough * machine.Sms;
        int splits = gemm.Groups > 1 || !gemm.Format.SplitsSum ? 1 : LargestSplit;
        foreach (ref readonly GemmTile tile in machine.Tiles(plain))
        {
            double tiles = (double)((gemm.M + tile.M - 1) / tile.M) * ((gemm.N + tile.N - 1) / tile.N) * gemm.Groups;
            int most = Math.Min(splits, gemm.K / ShortestSum);
            for (int split = 1; split == 1 || (split <= most && tiles * split <= enough); split *= 2)
            {
                OfTile(gemm, machine, traffic, tile, tiles * split, split, aligned, ref best);
            }
        }

        if (GemvCost.Applies(gemm, machine))
        {
            GemvCost.OrBetter(gemm, machine, traffic, ref best);
        }

        return gemm.Format.QuantisesActivations ? QuantiseCost.Before(gemm, machine, best) : best;
    }

    private static void OfTile(
        Gemm gemm, Machine machine, in GemmTraffic traffic, in GemmTile tile, double tiles, int split, double aligned, ref OperatorCost best)
    {
        double memorySeconds = machine.TileMemorySeconds;
        int step = machine.Unit.Step;
        int steps = (gemm.K + (step * split) - 1) / (step * split);
        double depth = steps * step;
        double waves = Math.Ceiling(tiles / machine.Sms);

        // Rows and columns beyond the matrix are multiplied as zeros, but not fetched.
        double inputs = (Math.Min(tile.M, gemm.M) * tile.RowBytes) + (Math.Min(tile.N, gemm.N) * tile.ColumnBytes);
        double feed = Math.Max(tile.Stage, inputs / machine.FeedRate);
        double sum = depth * Math.Max((tile.Multiply * aligned) + tile.Unpack, feed);
        double compute = (Math.Max(waves, tile.RoundsAlone) * sum) + (waves * tile.Ends);
        double start = machine.LibraryStart + (split > 1 ? machine.Constants.Gemm.SplitSeconds : 0);
        double room = best.Seconds - start;
        if (compute >= room)
        {
            return;
        }

        // At boost, with the least that memory must bring: most tiles are out before their power is asked for.
        double partial = split > 1 ? 2.0 * split * gemm.M * gemm.N * gemm.Groups * sizeof(float) : 0;
        double throughL2 = (tiles * ((depth * inputs) + tile.OutputBytes)) + partial;
        double l2 = throughL2 / machine.L2;
        double least = traffic.Compulsory * memorySeconds;
        double scaling = (compute * compute) + (l2 * l2);
        if (scaling + (least * least) >= room * room)
        {
            return;
        }

        double core = ((tiles * depth * tile.Joules * aligned) + (throughL2 * machine.Energy.PerL2Byte)) * gemm.Switching;
        scaling = Math.Sqrt(scaling);
        if (scaling >= room * machine.Energy.LowestFactor(core, scaling, gemm.IdleSeconds))
        {
            return;
        }

        double bytes = traffic.Bytes(gemm, tiles, tile.M, tile.N, machine.Sms) + (partial * (1 - machine.Resident(partial / 2)));
        double memory = bytes * memorySeconds;
        double memoryJoules = bytes * machine.Energy.PerMemoryByte;
        double factor = machine.ClockFactor(gemm, core, memoryJoules, scaling, memory);
        OperatorCost cost = Overlapped.Tiles(compute / factor, memory, l2 / factor, start);
        if (cost.Seconds < best.Seconds)
        {
            best = cost with
            {
                ClockFactor = factor,
                Joules = machine.Energy.Joules(core, memoryJoules, factor, cost.Seconds),
                Kernels = split > 1 ? 2 : 1,
                Tiling = new Tiling(tile.M, tile.N, split, tiles, tiles / machine.Sms),
            };
        }
    }

    // Rows that are no multiple of the widest load are loaded by element where they pass through registers.
    internal static double AlignedPart(Gemm gemm, Machine machine)
    {
        if (!machine.Unit.LoadsThroughRegisters)
        {
            return 1;
        }

        double weights = (gemm.Layout is Layout.Tn or Layout.Tt ? gemm.K : gemm.N) * gemm.Format.WeightBytes;
        double activations = (gemm.Layout is Layout.Tn or Layout.Nn ? gemm.K : gemm.M) * gemm.Format.Bytes;
        return weights % WideBytes != 0 || activations % WideBytes != 0 ? machine.Constants.Gemm.Unaligned : 1;
    }
}
