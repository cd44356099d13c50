using System.Numerics;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>Softmax over rows, in the three ways in which kernels do it.</summary>
public static class SoftmaxKernel
{
    /// <summary>Rows up to here stay in the registers of one warp (PyTorch's persistent softmax).</summary>
    public const int InRegisters = 1024;

    private const int Warp = 32;
    private const int AccessBytes = 16;

    // CUDA's exact functions, as nvcc compiles them without fast math: an exponential is five multiply-adds, a shift and a product about the
    // instruction for powers of two; a division six multiply-adds and a check about the one for reciprocals.
    private const int Exponential = 7;
    private const int Division = 7;

    private static readonly Work Maximum = new(0, 2, 0);

    // A difference, an exponential, an addition; and one maximum and a factor more where it runs along.
    private static readonly Work ExponentialSum = new(Exponential + 2, 1, 1);
    private static readonly Work RunningSum = new(2 * Exponential + 4, 2, 2);
    private static readonly Work Divided = new(Division, 1, 1);
    private static readonly Work Quotient = new(Exponential + Division + 1, 2, 2);

    /// <summary>
    /// Rows up to 1024 columns in registers, four rows a block; longer ones in three passes of a block: maximum, sum, quotient, as PyTorch
    /// does.
    /// </summary>
    public static Kernel Of(int rows, int columns, double bytes, long from, long to)
    {
        if (columns > InRegisters) return ThreePass(rows, columns, bytes, from, to);
        (RowArray input, RowArray output) = Arrays(columns, bytes, from, to);
        int all = (columns + Warp - 1) / Warp;
        return RowKernel.Create(Name("in registers", rows, columns), rows, columns, new RowBlock(4 * Warp, 1, 32 + all) { RowsAtOnce = 4 },
            new RowPass([input], [], Maximum) { Reductions = 1, Unrolled = all },
            new RowPass([input], [], ExponentialSum) { Reductions = 1, Unrolled = all, FromRegisters = true },
            new RowPass([input], [output], Divided) { Unrolled = all, FromRegisters = true });
    }

    /// <summary>Maximum, sum of exponentials, quotient: the row is read three times.</summary>
    public static Kernel ThreePass(int rows, int columns, double bytes, long from, long to)
    {
        (RowArray input, RowArray output) = Arrays(columns, bytes, from, to);
        return RowKernel.Create(Name("in three passes", rows, columns), rows, columns, Block(columns, bytes),
            new RowPass([input], [], Maximum) { Reductions = 1 },
            new RowPass([input], [], ExponentialSum) { Reductions = 1 },
            new RowPass([input], [output], Quotient));
    }

    /// <summary>Maximum and sum in one pass with two sums to bring together, then the quotient: the row is read twice.</summary>
    public static Kernel TwoPass(int rows, int columns, double bytes, long from, long to)
    {
        (RowArray input, RowArray output) = Arrays(columns, bytes, from, to);
        return RowKernel.Create(Name("in two passes", rows, columns), rows, columns, Block(columns, bytes),
            new RowPass([input], [], RunningSum) { Reductions = 2 },
            new RowPass([input], [output], Quotient));
    }

    /// <summary>
    /// The running maximum and sum of Milakov and Gimelshein (2018, arXiv 1805.02867), with the row kept in registers for the quotient: it
    /// is read once.
    /// </summary>
    public static Kernel Online(int rows, int columns, double bytes, long from, long to)
    {
        (RowArray input, RowArray output) = Arrays(columns, bytes, from, to);
        RowBlock block = Block(columns, bytes);
        int steps = RowKernel.Steps(columns, block);
        return RowKernel.Create(Name("online", rows, columns), rows, columns, block with { Registers = Math.Min(255, 32 + steps * block.PerAccess) },
            new RowPass([input], [], RunningSum) { Reductions = 2, Unrolled = steps },
            new RowPass([input], [output], Quotient) { FromRegisters = true, Unrolled = steps });
    }

    private static string Name(string way, int rows, int columns) => $"softmax {way} {rows} x {columns}";

    private static (RowArray Input, RowArray Output) Arrays(int columns, double bytes, long from, long to)
    {
        long row = (long)(columns * bytes);
        return (new RowArray(from, bytes, row), new RowArray(to, bytes, row));
    }

    // As many warps as the row has accesses for, up to 32; half of that where it is no power of two.
    private static RowBlock Block(int columns, double bytes)
    {
        int access = (int)Math.Max(1, AccessBytes / bytes);
        int threads = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(columns / access / 2, Warp, InRegisters));
        return new RowBlock(threads, access);
    }
}
