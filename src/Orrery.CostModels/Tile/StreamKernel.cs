using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A kernel that streams arrays. Every slot of the chip takes pieces of them in turn; what a block of threads has in flight limits
/// what it draws.
/// </summary>
internal sealed class StreamKernel : TileKernel
{
    // Threads of a block: what frameworks use for element-wise kernels, and the most that a block for one row has.
    private const int Threads = 256;
    private const int MostThreads = 1024;

    // Pieces for each slot and steps for each piece: enough for tails and turns to show.
    private const int PiecesPerSlot = 3;
    private const int StepsPerPiece = 2;
    private const int SlicesPerStep = 8;

    private readonly long _touched;
    private readonly long _missing;
    private readonly long _compute;

    private StreamKernel(double touched, double missing, long compute, double tiles)
    {
        double steps = tiles * StepsPerPiece;
        (_touched, _missing, _compute) = ((long)Math.Ceiling(touched / steps), (long)Math.Ceiling(missing / steps), compute);
    }

    /// <summary>The kernel of a streaming operator.</summary>
    public static StreamKernel Of(Operator work, Machine machine)
    {
        Walk walk = StreamCost.WalkOf(work);
        double touched = work.Bytes * walk.Passes;
        double resident = machine.Resident(work.Bytes);
        double latency = (resident * machine.Constants.Memory.L2Latency) + ((1 - resident) * machine.Constants.Memory.Latency);
        int threads = Threads;
        double blocks = Math.Ceiling(touched / (Threads * walk.AccessBytes));
        if (RowsOf(work) is { } rows)
        {
            // One block a row.
            threads = (int)Math.Clamp(touched / rows / walk.AccessBytes, 32, MostThreads);
            blocks = rows;
        }

        int slots = Math.Max(1, (int)(machine.Constants.Stream.Threads / threads));
        double seconds = work.Flops / machine.Vector * machine.Sms;
        double launch = machine.Constants.Memory.KernelSeconds + ((walk.Steps - 1) * machine.Constants.Memory.Latency);
        return Of(machine, touched, work.Bytes * (1 - resident), blocks, slots, threads * walk.AccessBytes / latency, seconds, launch);
    }

    /// <summary>The kernel that adds up the partial sums of a split multiplication.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="partial">Bytes of partial sums.</param>
    /// <param name="output">Bytes of the result.</param>
    public static StreamKernel Reduction(Machine machine, double partial, double output)
    {
        double latency = machine.Constants.Memory.Latency;
        double touched = partial + output;
        double missing = (partial * (1 - machine.Resident(partial))) + output;
        double blocks = Math.Ceiling(touched / (Threads * StreamCost.Wide));
        int slots = Math.Max(1, (int)(machine.Constants.Stream.Threads / Threads));
        double launch = Math.Max(0, machine.Constants.Gemm.SplitSeconds - latency);
        return Of(machine, touched, missing, blocks, slots, Threads * StreamCost.Wide / latency, partial / sizeof(float) / machine.Vector * machine.Sms, launch);
    }

    // Reads and writes share memory, cache and ports, so they are not told apart.
    public override bool HasOutput => false;

    public override int Steps(int tile) => StepsPerPiece;

    public override TileStep Step(int tile, int step) =>
        new(_compute, SlicesPerStep) { Own = _touched, OwnMissing = _missing };

    private static StreamKernel Of(Machine machine, double touched, double missing, double blocks, int slots, double draw,
        double multiprocessorSeconds, double launch)
    {
        // Blocks beyond those that tell tails apart are taken together.
        int tiles = (int)Math.Min(blocks, (double)machine.Sms * slots * PiecesPerSlot);
        long compute = Ticks.Of(multiprocessorSeconds / tiles / StepsPerPiece);
        return new StreamKernel(touched, missing, compute, tiles)
        {
            Tiles = tiles,
            AllTiles = tiles,
            Slots = slots,
            Panels = 0,
            Launch = Ticks.Of(launch),
            TileDraw = draw,
        };
    }

    private static int? RowsOf(Operator work) => work switch
    {
        Norm norm => norm.Rows,
        Rope rope => rope.Rows,
        Activation { Gated: true } activation => activation.Rows,
        _ => null,
    };
}
