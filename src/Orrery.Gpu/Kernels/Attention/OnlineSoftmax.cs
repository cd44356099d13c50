using System.Numerics;
using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Softmax on the accumulators of a warp, with running maximum and sum (Milakov and Gimelshein 2018, arXiv 1805.02867; as
/// FlashAttention-2 does it, Dao 2023, arXiv 2307.08691). An accumulator of 16 x 8 has four elements and two rows in each lane. An element
/// takes a maximum, a multiply-add, an exponential, an addition and half a conversion. Blackwell's maximum has three factors, and its
/// multiply-adds and additions take two numbers (PTX ISA 8.6, max.f32 with three inputs and fma.rn.f32x2, sm_100).
/// </summary>
internal static class OnlineSoftmax
{
    private const int Elements = 4;
    private static readonly AddressPattern Shuffle = AddressPattern.Coalesced(0, 4);

    /// <summary>Scores become probabilities in the format of the products; what the rows have so far is scaled.</summary>
    /// <param name="program">Takes the instructions.</param>
    /// <param name="rowTiles">Tiles of 16 rows.</param>
    /// <param name="columns">Columns of the scores.</param>
    /// <param name="outputColumns">Columns of the output that is scaled; 0 where there is none yet.</param>
    /// <param name="pairs">Elements that a maximum, a multiply-add and an addition take: two since Blackwell.</param>
    /// <param name="lanes">Lanes that share a row: 1 where scores come from tensor memory, a row a lane.</param>
    public static void Step(ProgramBuilder program, int rowTiles, int columns, int outputColumns, int pairs = 1, int lanes = 4)
    {
        int tiles = rowTiles * columns / 8;
        for (int tile = 0; tile < tiles; tile++)
        {
            for (int element = 0; element < Elements / pairs; element++)
            {
                ulong row = Row(element & 1);
                _ = program.Math(Operation.Int, row, row | Of(Scores, tile));
            }
        }
        RowMaxima(program, 2 * rowTiles, lanes);
        if (outputColumns > 0) Rescale(program, rowTiles, outputColumns);
        Exponentials(program, tiles, pairs);
    }

    /// <summary>Compares each element's column with its row and clears what lies behind it, on the diagonal.</summary>
    public static void Mask(ProgramBuilder program, int rowTiles, int columns)
    {
        for (int tile = 0; tile < rowTiles * columns / 8; tile++)
        {
            for (int element = 0; element < Elements; element++)
            {
                _ = program.Math(Operation.Int, 0, 0).Math(Operation.Int, element == Elements - 1 ? Of(Scores, tile) : 0, Of(Scores, tile));
            }
        }
    }

    /// <summary>Sums of rows over the lanes that share them, four or fewer, their reciprocals, and the output times those.</summary>
    public static void End(ProgramBuilder program, int rowTiles, int outputColumns, int lanes = 4)
    {
        for (int row = 0; row < 2 * rowTiles; row++)
        {
            for (int step = 0; step < BitOperations.Log2((uint)lanes); step++)
            {
                _ = program.Memory(Operation.LoadShared, Shuffle, writes: Scale, reads: Row(row)).Math(Operation.Fp32, Row(row), Row(row) | Scale);
            }
            _ = program.Math(Operation.Special, Scale, Row(row));
        }
        ScaleOutput(program, rowTiles, outputColumns);
    }

    // Shuffles bring the maximum of a row together from its lanes: two from four.
    private static void RowMaxima(ProgramBuilder program, int rows, int lanes)
    {
        for (int step = 0; step < BitOperations.Log2((uint)lanes); step++)
        {
            for (int row = 0; row < rows; row++) _ = program.Memory(Operation.LoadShared, Shuffle, writes: Row(row), reads: Row(row));
            for (int row = 0; row < rows; row++) _ = program.Math(Operation.Int, Row(row), Row(row));
        }
        for (int row = 0; row < rows; row++) _ = program.Math(Operation.Fp32, Row(row), Row(row));
    }

    /// <summary>
    /// exp2((old maximum - new maximum) * factor) for each row: a comparison, a subtraction, a product, an exponential, and the sum times it;
    /// then the output times it.
    /// </summary>
    public static void Rescale(ProgramBuilder program, int rowTiles, int outputColumns)
    {
        for (int row = 0; row < 2 * rowTiles; row++)
        {
            _ = program.Math(Operation.Int, 0, Row(row)).Math(Operation.Fp32, Scale, Row(row)).Math(Operation.Fp32, Scale, Scale)
                .Math(Operation.Special, Scale, Scale).Math(Operation.Fp32, Row(row), Row(row) | Scale);
        }
        ScaleOutput(program, rowTiles, outputColumns);
    }

    private static void ScaleOutput(ProgramBuilder program, int rowTiles, int columns)
    {
        for (int tile = 0; tile < rowTiles * columns / 8; tile++) Each(program, Elements, Operation.Fp32, Of(Output, tile), Scale);
    }

    // The multiply-add of a tile goes ahead of the exponentials of the one before, sums and conversions behind them.
    private static void Exponentials(ProgramBuilder program, int tiles, int pairs)
    {
        for (int tile = 0; tile < tiles + 2; tile++)
        {
            if (tile < tiles) Each(program, Elements / pairs, Operation.Fp32, Of(Scores, tile), Row(0));
            if (tile >= 1 && tile <= tiles) Each(program, Elements, Operation.Special, Of(Scores, tile - 1), 0);
            if (tile < 2) continue;
            ulong done = Of(Scores, tile - 2);
            for (int element = 0; element < Elements / pairs; element++)
            {
                ulong row = Row(element & 1);
                _ = program.Math(Operation.Fp32, row, row | done);
            }
            _ = program.Math(Operation.Int, 0, done).Math(Operation.Int, done, done);
        }
    }

    // Instructions on one group of registers that do not wait for each other: the last one stands for their results.
    private static void Each(ProgramBuilder program, int count, Operation operation, ulong group, ulong factor)
    {
        for (int at = 0; at < count; at++)
        {
            _ = program.Math(operation, at == count - 1 ? group : 0, group | factor);
        }
    }
}
