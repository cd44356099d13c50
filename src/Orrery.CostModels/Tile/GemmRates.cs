using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>How fast a kernel works off one output tile, from the same physics as the closed forms.</summary>
internal sealed record GemmRates
{
    /// <summary>What it runs on.</summary>
    public required ChipRates Chip { get; init; }

    /// <summary>Seconds of a multiprocessor's arithmetic units for the main loop, padding included.</summary>
    public required double Compute { get; init; }

    /// <summary>Seconds that the operands of the main loop take at least, by what is on its way at once.</summary>
    public double Pull { get; init; }

    /// <summary>Tiles that one multiprocessor holds at once.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Elements of the sum in one stage of a tile's pipeline.</summary>
    public int Slice { get; init; } = 32;

    /// <summary>Part of the operands that passes the port for each tile.</summary>
    public double PortPart { get; init; } = 1;

    /// <summary>Seconds before the first tile starts.</summary>
    public double Launch { get; init; }

    /// <summary>
    /// Libraries' kernels. One tile a multiprocessor: its stages fill shared memory, its sums the registers, and the constants that
    /// both fidelities share are calibrated on that.
    /// </summary>
    /// <param name="work">The multiplication.</param>
    /// <param name="tiling">Sides of a tile and number of parts.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="clockFactor">Part of the boost clock at which the power limit lets it run.</param>
    public static GemmRates Of(GemmWork work, Tiling tiling, Machine machine, double clockFactor)
    {
        GemmConstants constants = machine.Constants.Gemm;
        int step = machine.Unit.Step;
        GemmTile tile = new(tiling.M, tiling.N, work.Format, machine);
        double depth = Math.Ceiling((double)work.K / tiling.Splits / step) * step;
        double multiply = depth * ((tile.Multiply / work.Aligned) + tile.Unpack);
        double stages = depth * tile.Stage;
        double inputs = depth * ((tiling.M * tile.RowBytes) + (tiling.N * tile.ColumnBytes));
        double feed = inputs / (machine.FeedRate * clockFactor);
        return new GemmRates
        {
            Chip = ChipRates.Of(machine, clockFactor, constants.MemoryPart),
            Compute = multiply / clockFactor,
            Pull = Math.Max(stages, feed),
            Slice = step,
            PortPart = machine.Unit.Shared,

            // The closed forms' start and end of kernel and tile without the latencies that the simulation shows.
            Launch = Math.Max(0, machine.LibraryStart + (constants.TileClocks / machine.Clock) - Latencies(machine)),
        };
    }

    /// <summary>Kernels that multiply group by group, as serving engines compile them for mixtures of experts.</summary>
    /// <param name="work">The multiplication.</param>
    /// <param name="tiling">Sides of a tile.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="clockFactor">Part of the boost clock at which the power limit lets it run.</param>
    public static GemmRates OfGroups(GroupedGemm work, Tiling tiling, Machine machine, double clockFactor)
    {
        int step = GroupedGemmCost.StepOf(work, machine);
        GroupedGemmRun run = GroupedGemmRun.Of(work, machine, tiling.M, tiling.N, step);
        return new GemmRates
        {
            Chip = ChipRates.Of(machine, clockFactor, run.Bandwidth / machine.Memory),
            Compute = run.Multiply / clockFactor,
            Slots = Occupancy.OfTile(machine.Gpu.Sm, tiling.M, tiling.N, 32 * work.Format.Bytes),
            Launch = Math.Max(0, machine.Constants.Memory.KernelSeconds - Latencies(machine)),
        };
    }

    private static double Latencies(Machine machine) => machine.Constants.Memory.Latency + machine.Constants.Memory.L2Latency;
}
