using Orrery.CostModels.Constants;
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

    // Widest load of one thread.
    private const int WideBytes = 16;

    public static OperatorCost Of(Gemm gemm, Machine machine)
    {
        bool plain = gemm.Groups > 1 && gemm.Layout == Layout.Nn;
        GemmTraffic traffic = GemmTraffic.Of(gemm, machine);
        double rate = AlignedPart(gemm, machine);
        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        int splits = gemm.Groups > 1 || !gemm.Format.SplitsSum ? 1 : LargestSplit;
        foreach ((int tileM, int tileN) in machine.Unit.Tiles(plain))
        {
            for (int split = 1; split <= splits && (split == 1 || gemm.K / split >= ShortestSum); split *= 2)
            {
                OfTile(gemm, machine, traffic, tileM, tileN, split, rate, ref best);
            }
        }

        return gemm.Format.QuantisesActivations ? Quantised(gemm, machine, best) : best;
    }

    private static void OfTile(
        Gemm gemm, Machine machine, in GemmTraffic traffic, int tileM, int tileN, int split, double aligned, ref OperatorCost best)
    {
        GemmConstants constants = machine.Constants.Gemm;
        double tiles = Math.Ceiling((double)gemm.M / tileM) * Math.Ceiling((double)gemm.N / tileN) * gemm.Groups * split;
        int step = machine.Unit.Step;
        double depth = Math.Ceiling((double)gemm.K / split / step) * step;
        double inputs = depth * machine.Unit.Shared * ((tileM * gemm.Format.Bytes) + (tileN * gemm.Format.WeightBytes));
        double outputs = (double)tileM * tileN * gemm.Format.OutputBytes;

        // Elements fetched for a multiply-add fall with the harmonic mean of the tile's sides.
        double side = (double)tileM * tileN / (tileM + tileN);
        double perTile = 2.0 * tileM * tileN * depth;
        double multiply = (perTile / (machine.TileRate(side) * aligned)) + (tileN * depth * machine.UnpackSeconds);
        double stages = machine.Unit.IsVector ? 0 : depth / step * constants.StageSeconds;
        double feed = Math.Max(stages, inputs / (machine.Clock * constants.FeedBytesPerClock * machine.Unit.FeedFactor));
        double store = outputs / (machine.Clock * machine.Constants.Memory.BytesPerClock);
        double waves = Math.Ceiling(tiles / machine.Sms);
        double compute = waves * (Math.Max(multiply, feed) + store + constants.TileSeconds);

        double start = (constants.StartClocks / machine.Clock) + (split > 1 ? constants.SplitSeconds : 0);
        if (compute + start >= best.Seconds)
        {
            return;
        }

        double partial = split > 1 ? 2.0 * split * gemm.M * gemm.N * gemm.Groups * sizeof(float) : 0;
        double throughL2 = (tiles * (inputs + outputs)) + partial;
        double l2 = throughL2 / machine.L2;
        double bytes = traffic.Bytes(gemm, tiles, tileM, tileN, machine.Sms);
        double memory = machine.MemorySeconds(bytes, tiles) / constants.MemoryPart;
        OperatorCost cost = Overlapped.Cost(machine, compute, memory, l2, start);
        if (cost.Seconds >= best.Seconds)
        {
            return;
        }

        double core = ((tiles * perTile * machine.OperationJoules) + (throughL2 * machine.Energy.PerL2Byte)) * gemm.Switching;
        double factor = machine.Energy.ClockFactor(core, compute, memory, machine.Constants.Memory.Overlap);
        if (factor < 1)
        {
            cost = Overlapped.Cost(machine, compute / factor, memory, l2 / factor, start);
        }

        if (cost.Seconds < best.Seconds)
        {
            best = cost with
            {
                ClockFactor = factor,
                Joules = machine.Energy.Joules(core, bytes * machine.Energy.PerMemoryByte, factor, cost.Seconds),
                Tiling = new Tiling(tileM, tileN, split, tiles, tiles / machine.Sms),
            };
        }
    }

    // A kernel of its own reads 16-bit activations and writes them with their scales.
    private static OperatorCost Quantised(Gemm gemm, Machine machine, OperatorCost cost)
    {
        double elements = gemm.Groups * (double)gemm.M * gemm.K;
        double bytes = elements * (2 + gemm.Format.Bytes);
        double missing = bytes * (1 - machine.Resident(bytes));
        double start = (machine.Constants.Gemm.StartClocks / machine.Clock) + machine.Constants.Gemm.TileSeconds;
        OperatorCost quantise = Overlapped.Cost(machine, 0, missing / machine.Memory, bytes / machine.L2, start);
        CostBreakdown a = cost.Breakdown, b = quantise.Breakdown;
        return cost with
        {
            Seconds = cost.Seconds + quantise.Seconds,
            Breakdown = new CostBreakdown(a.Compute + b.Compute, a.Memory + b.Memory, a.L2 + b.L2, a.Launch + b.Launch),
            Joules = cost.Joules + machine.Energy.Joules(bytes * machine.Energy.PerL2Byte,
                missing * machine.Energy.PerMemoryByte, 1, quantise.Seconds),
            Kernels = cost.Kernels + 1,
        };
    }

    internal static double AlignedPart(Gemm gemm, Machine machine)
    {
        double weights = (gemm.Layout is Layout.Tn or Layout.Tt ? gemm.K : gemm.N) * gemm.Format.WeightBytes;
        double activations = (gemm.Layout is Layout.Tn or Layout.Nn ? gemm.K : gemm.M) * gemm.Format.Bytes;
        bool narrow = weights % WideBytes != 0 || activations % WideBytes != 0;
        return narrow && machine.Unit.LoadsThroughRegisters ? machine.Constants.Gemm.Unaligned : 1;
    }
}
