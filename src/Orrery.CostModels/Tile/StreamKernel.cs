using Orrery.CostModels.Analytic;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A kernel that streams arrays. A tile is a block of threads, or a few blocks one after the other where there are many more than
/// slots. Reads and writes share memory, cache and ports, so they are not told apart.
/// </summary>
internal sealed class StreamKernel : TileKernel
{
    // Threads of a block and bytes of one of its accesses: what frameworks use for element-wise kernels.
    private const int Threads = 256;
    private const int AccessBytes = 16;

    // Tiles for each slot, steps of a tile and slices of a step: enough for tails and turns to show.
    private const int TilesPerSlot = 3;
    private const int StepsPerTile = 2;
    private const int SlicesPerStep = 8;

    private readonly TileStep _step;

    private StreamKernel(TileStep step) => _step = step;

    public override bool HasOutput => false;

    /// <summary>A kernel whose elements do not depend on each other.</summary>
    public static StreamKernel Of(FlatKernel flat, Machine machine, double bytes, double extraSeconds)
    {
        double compute = flat.Elements * flat.Instructions / (machine.Gpu.Sm.Fp32Lanes * machine.Clock);
        double missed = bytes * (1 - StreamMemory.Kept(machine, bytes));
        return Of(machine, Flat(machine, bytes, missed, compute), machine.Constants.Memory.KernelSeconds + extraSeconds);
    }

    /// <summary>A kernel whose blocks walk over rows.</summary>
    public static StreamKernel Of(RowKernel rows, Machine machine, double bytes)
    {
        RowLoad load = rows.On(machine, bytes);
        Streamed streamed = new(rows.Blocks, load.Resident, load.Touched, load.Missed, load.Issues * rows.Blocks, load.Waits);
        return Of(machine, streamed, machine.Constants.Memory.KernelSeconds);
    }

    /// <summary>The kernel that adds up the parts of a split.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="partial">Bytes of partial sums.</param>
    /// <param name="output">Bytes of the result.</param>
    /// <param name="outputCold">Part of the result that does not stay in the last-level cache.</param>
    /// <param name="seconds">Time of the kernel if it had nothing to do.</param>
    public static StreamKernel Reduction(Machine machine, double partial, double output, double outputCold, double seconds)
    {
        double missed = (partial * (1 - machine.Resident(partial))) + (output * outputCold);
        double compute = partial / sizeof(float) / (machine.Gpu.Sm.Fp32Lanes * machine.Clock);
        return Of(machine, Flat(machine, partial + output, missed, compute), seconds);
    }

    /// <summary>A kernel that only moves bytes.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="bytes">Bytes read and written.</param>
    /// <param name="missed">Those of them that pass through device memory.</param>
    /// <param name="seconds">Time of the kernel if it had nothing to do.</param>
    public static StreamKernel Move(Machine machine, double bytes, double missed, double seconds) =>
        Of(machine, Flat(machine, bytes, missed, 0), seconds);

    public override int Steps(int tile) => StepsPerTile;

    public override TileStep Step(int tile, int step) => _step;

    private static Streamed Flat(Machine machine, double touched, double missed, double compute) =>
        new(Math.Ceiling(touched / (Threads * AccessBytes)), Math.Max(1, machine.Gpu.Sm.Threads / Threads), touched, missed, compute, 0);

    private static StreamKernel Of(Machine machine, Streamed streamed, double seconds)
    {
        int tiles = (int)Math.Min(streamed.Blocks, (double)machine.Sms * streamed.Slots * TilesPerSlot);
        double steps = (double)tiles * StepsPerTile;
        TileStep step = new(Ticks.Of(streamed.Compute / steps), SlicesPerStep)
        {
            Own = (long)Math.Ceiling(streamed.Touched / steps),
            OwnMissing = (long)Math.Ceiling(streamed.Missed / steps),
        };
        return new StreamKernel(step)
        {
            Chip = ChipRates.OfStream(machine),
            Tiles = tiles,
            AllTiles = tiles,
            Slots = streamed.Slots,
            Panels = 0,

            // The time of an empty kernel includes the first access, which is simulated.
            Launch = Ticks.Of(Math.Max(0, seconds - machine.Constants.Memory.Latency)),
            Setup = Ticks.Of(streamed.Waits * streamed.Blocks / tiles),
        };
    }

    /// <summary>What all blocks do together.</summary>
    /// <param name="Blocks">Blocks of threads.</param>
    /// <param name="Slots">Blocks that one multiprocessor holds.</param>
    /// <param name="Touched">Bytes through the last-level cache.</param>
    /// <param name="Missed">Bytes through device memory.</param>
    /// <param name="Compute">Seconds that one multiprocessor alone would compute.</param>
    /// <param name="Waits">Seconds that each block waits.</param>
    private readonly record struct Streamed(double Blocks, int Slots, double Touched, double Missed, double Compute, double Waits);
}
