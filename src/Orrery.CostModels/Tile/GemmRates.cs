using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;

namespace Orrery.CostModels.Tile;

/// <summary>How long the parts of one output tile take, from the same physics as the closed forms.</summary>
/// <param name="Compute">Seconds of a multiprocessor's arithmetic units for the main loop, padding included.</param>
/// <param name="Pull">Seconds that the operands of the main loop take at least, by what is on its way at once.</param>
internal readonly record struct GemmRates(double Compute, double Pull)
{
    /// <param name="work">The multiplication.</param>
    /// <param name="tiling">Sides of a tile and number of parts.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="clockFactor">Part of the boost clock at which the power limit lets it run.</param>
    public static GemmRates Of(GemmWork work, Tiling tiling, Machine machine, double clockFactor)
    {
        GemmConstants constants = machine.Constants.Gemm;
        double clock = machine.Clock * clockFactor;
        double side = (double)tiling.M * tiling.N / (tiling.M + tiling.N);
        int step = machine.Unit.Step;
        double depth = Math.Ceiling((double)work.K / tiling.Splits / step) * step;
        double multiply = (2.0 * tiling.M * tiling.N * depth / (machine.TileRate(side) * work.Aligned))
            + (tiling.N * depth * machine.UnpackSeconds);
        double stages = machine.Unit.IsVector ? 0 : depth / step * constants.StageSeconds;
        double inputs = depth * machine.Unit.Shared * ((tiling.M * work.Format.Bytes) + (tiling.N * work.Format.WeightBytes));
        double feed = inputs / (clock * constants.FeedBytesPerClock * machine.Unit.FeedFactor);
        return new GemmRates(multiply / clockFactor, Math.Max(stages, feed));
    }

    /// <summary>
    /// Seconds before the first tile starts: the closed forms' start and end of kernel and tile without the latencies that the
    /// simulation shows.
    /// </summary>
    public static double LaunchSeconds(Machine machine) => Math.Max(0,
        (machine.Constants.Gemm.StartClocks / machine.Clock) + machine.Constants.Gemm.TileSeconds
            - machine.Constants.Memory.Latency - machine.Constants.Memory.L2Latency);
}
