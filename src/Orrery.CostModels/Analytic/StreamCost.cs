using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Operators that stream arrays, each as the kernel that the usual software runs. Instructions are those of the kernels' inner
/// loops: estimated from their source and calibrated on A100, V100 and T4.
/// </summary>
internal static class StreamCost
{
    private const int Warp = 32;

    // One access of a vectorised kernel.
    private const int AccessBytes = 16;

    public static OperatorCost Of(Operator work, Machine machine)
    {
        bool walks = RowsOf(work, out RowKernel rows);
        OperatorCost cost = machine.Gpu.IsTpu ? OnVectorUnit(work, walks, rows).Cost(machine, work.Bytes)
            : walks ? rows.Cost(machine, work.Bytes) : FlatOf(work).Cost(machine, work.Bytes);
        double chain = ChainSeconds(work, machine);
        return chain == 0 ? cost : cost with
        {
            Seconds = cost.Seconds + chain,
            Bound = Bound.Launch,
            Breakdown = cost.Breakdown with { Launch = cost.Breakdown.Launch + chain },
        };
    }

    // A TPU has neither threads nor blocks that wait: rows of any length lie in the vector memory, blocks of rows are fetched ahead, and the
    // vector unit does the same arithmetic on registers of 8 x 128 (Jouppi et al., A domain-specific supercomputer for training deep neural
    // networks, CACM 2020). Rows of a table come by the engines that copy.
    private static FlatKernel OnVectorUnit(Operator work, bool walks, in RowKernel rows) => walks
        ? new FlatKernel(rows.Blocks * rows.Threads * rows.Steps, rows.StepInstructions)
        : work is Embedding table ? new FlatKernel((double)table.Tokens * table.Columns, 1) : FlatOf(work);

    /// <summary>The kernel of an operator whose blocks walk over rows; false where its kernel is a flat one.</summary>
    public static bool RowsOf(Operator work, out RowKernel kernel)
    {
        (bool walks, kernel) = work switch
        {
            Norm { Rms: true } norm => (true, RmsNorm(norm)),
            Norm norm => (true, LayerNorm(norm)),
            Softmax softmax => (true, OfSoftmax(softmax)),
            GatedActivation gated => (true, Gated(gated)),
            Rope rope => (true, Turned(rope)),
            Sampling sampling => (true, Sampled(sampling)),
            _ => (false, default),
        };
        return walks;
    }

    /// <summary>The kernel of an operator whose elements do not depend on each other.</summary>
    public static FlatKernel FlatOf(Operator work) => work switch
    {
        Embedding embedding => new FlatKernel((double)embedding.Tokens * embedding.Columns, 125),
        Elementwise flat => new FlatKernel((double)flat.Rows * flat.Columns, flat.Function.Instructions),
        Quantise change => new FlatKernel((double)change.Rows * change.Columns, 12),
        OptimizerStep step => new FlatKernel(step.Parameters, 40),
        _ => new FlatKernel(work.Flops, 4),
    };

    // PyTorch gathers up to 16 indices one after the other in every thread; more of them an element a thread, with divisions to
    // find row and column.
    public static double ChainSeconds(Operator work, Machine machine)
    {
        const int FewIndices = 16;
        return work is Embedding { Tokens: <= FewIndices } embedding
            ? embedding.Tokens * (machine.Constants.Memory.Latency + machine.Constants.Memory.L2Latency) : 0;
    }

    // vLLM: a block a row, an element a thread and step, the row read again after the sum of squares.
    private static RowKernel RmsNorm(Norm norm)
    {
        (int threads, double steps) = OneElementAThread(norm.Columns, 1024);
        double touches = norm.Residual ? 2 : 1;
        return new RowKernel(norm.Rows, threads, steps, 2, 12 * touches, 15, 0.4e-6, norm.Columns * norm.Format.Bytes);
    }

    // PyTorch: a block of four warps a row, 16 bytes (at most four elements) an access, Welford's sum with a division an element.
    private static RowKernel LayerNorm(Norm norm)
    {
        const int Threads = 128, Elements = 4;
        double steps = Math.Ceiling(norm.Columns / (double)(Threads * Elements));
        return new RowKernel(norm.Rows, Threads, steps, 2, 13 * Elements, 30, 2.6e-6, norm.Columns * norm.Format.Bytes);
    }

    // PyTorch: up to 1024 columns a warp keeps one or two rows, padded to a power of two, in registers; longer rows take a block
    // and three passes: maximum, sum, quotient.
    private static RowKernel OfSoftmax(Softmax softmax)
    {
        const int InRegisters = 1024, Small = 128, Warps = 4;
        if (softmax.Columns <= InRegisters)
        {
            double padded = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)softmax.Columns);
            double rows = padded <= Small ? 2 : 1;
            double width = Math.Min(Warp, padded);
            double perBlock = Warps * Warp / width * rows;
            double elements = padded / width * rows;
            return new RowKernel(Math.Ceiling(softmax.Rows / perBlock), Warps * Warp, 1, 1, 24 * elements, 30, 0.5e-6, 0);
        }

        int access = (int)Math.Max(1, AccessBytes / softmax.Format.Bytes);
        int threads = Warp;
        while (threads < Math.Min(softmax.Columns / access, InRegisters) / 2)
        {
            threads *= 2;
        }

        double steps = Math.Ceiling(softmax.Columns / (double)(threads * access));
        return new RowKernel(softmax.Rows, threads, steps, 3, 17 * access, 90, 2.5e-6, softmax.Columns * softmax.Format.Bytes);
    }

    // vLLM: a block a row, an element a thread and step; exponential and division.
    private static RowKernel Gated(GatedActivation gated)
    {
        (int threads, double steps) = OneElementAThread(gated.Columns, 1024);
        return new RowKernel(gated.Rows, threads, steps, 1, gated.Function.Instructions + 4, 15, 0, 0);
    }

    // vLLM: a block a token, a pair of elements a thread and step.
    private static RowKernel Turned(Rope rope)
    {
        (int threads, double steps) = OneElementAThread(Math.Max(1, rope.Columns / 2), 512);
        return new RowKernel(rope.Rows, threads, steps, 1, 38, 15, 0.4e-6, 0);
    }

    // Greedy: one pass for the largest. Drawn: three passes of softmax and about three rounds of rejection, without a sort
    // (FlashInfer, Ye et al. 2025, arXiv 2501.01005).
    private static RowKernel Sampled(Sampling sampling)
    {
        const int Threads = 1024;
        int access = (int)Math.Max(1, AccessBytes / sampling.Format.Bytes);
        double steps = Math.Ceiling(sampling.Vocabulary / (double)(Threads * access));
        int passes = sampling.Greedy ? 1 : 6;
        return new RowKernel(sampling.Rows, Threads, steps, passes, 5 * passes * access, 100, passes * 1e-6,
            sampling.Vocabulary * sampling.Format.Bytes);
    }

    private static (int Threads, double Steps) OneElementAThread(int columns, int most)
    {
        int threads = Math.Min(most, (columns + Warp - 1) / Warp * Warp);
        return (threads, Math.Ceiling(columns / (double)threads));
    }
}
