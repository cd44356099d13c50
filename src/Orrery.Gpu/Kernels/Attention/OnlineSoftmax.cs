using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Softmax on the accumulators of a warp, with running maximum and sum (Milakov and Gimelshein 2018, arXiv 1805.02867; as
/// FlashAttention-2 does it, Dao 2023, arXiv 2307.08691). An accumulator of 16 x 8 has four elements and two rows in each lane. An element
/// takes a maximum, a multiply-add, an exponential, an addition and half a conversion.
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
    public static void Step(ProgramBuilder program, int rowTiles, int columns, int outputColumns)
    {
        int tiles = rowTiles * columns / 8;
        for (int tile = 0; tile < tiles; tile++)
        {
            for (int element = 0; element < Elements; element++)
            {
                ulong row = Row(element & 1);
                _ = program.Math(Operation.Int, row, row | Of(Scores, tile));
            }
        }
        RowMaxima(program, 2 * rowTiles);
        if (outputColumns > 0) Rescale(program, rowTiles, outputColumns);
        Exponentials(program, tiles);
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

    /// <summary>Sums of rows over the four lanes that share them, their reciprocals, and the output times those.</summary>
    public static void End(ProgramBuilder program, int rowTiles, int outputColumns)
    {
        for (int row = 0; row < 2 * rowTiles; row++)
        {
            for (int step = 0; step < 2; step++)
            {
                _ = program.Memory(Operation.LoadShared, Shuffle, writes: Scale, reads: Row(row)).Math(Operation.Fp32, Row(row), Row(row) | Scale);
            }
            _ = program.Math(Operation.Special, Scale, Row(row));
        }
        ScaleOutput(program, rowTiles, outputColumns);
    }

    // Two shuffles bring the maximum of a row together from four lanes.
    private static void RowMaxima(ProgramBuilder program, int rows)
    {
        for (int step = 0; step < 2; step++)
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
        for (int tile = 0; tile < rowTiles * columns / 8; tile++) Four(program, Operation.Fp32, Of(Output, tile), Scale);
    }

    // The multiply-add of a tile goes ahead of the exponentials of the one before, sums and conversions behind them.
    private static void Exponentials(ProgramBuilder program, int tiles)
    {
        for (int tile = 0; tile < tiles + 2; tile++)
        {
            if (tile < tiles) Four(program, Operation.Fp32, Of(Scores, tile), Row(0));
            if (tile >= 1 && tile <= tiles) Four(program, Operation.Special, Of(Scores, tile - 1), 0);
            if (tile < 2) continue;
            ulong done = Of(Scores, tile - 2);
            for (int element = 0; element < Elements; element++)
            {
                ulong row = Row(element & 1);
                _ = program.Math(Operation.Fp32, row, row | done);
            }
            _ = program.Math(Operation.Int, 0, done).Math(Operation.Int, done, done);
        }
    }

    // Four instructions on one group of registers that do not wait for each other: the last one stands for their results.
    private static void Four(ProgramBuilder program, Operation operation, ulong group, ulong factor)
    {
        for (int element = 0; element < Elements; element++)
        {
            _ = program.Math(operation, element == Elements - 1 ? group : 0, group | factor);
        }
    }
}
