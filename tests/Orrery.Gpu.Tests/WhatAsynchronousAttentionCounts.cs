using Orrery.Gpu.Kernels.Attention;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Instructions, bytes and rates of the attention kernels of Hopper and Blackwell, against arithmetic by hand.</summary>
public sealed class WhatAsynchronousAttentionCounts
{
    private const long Mega = 1 << 20;
    private const int SharedBytes = 224 << 10;

    private static readonly GpuMachine B200 = GpuMachine.Of(GpuCatalogue.Find("b200-sxm-180gb")!)!;

    private static FlashShape Shape(int heads, int shared, int queries, int keys, bool causal) => new("fp16", 1, heads, shared, queries, keys, 128)
    {
        Causal = causal,
        QueryStart = 0,
        KeyStart = 64 * Mega,
        ValueStart = 128 * Mega,
        OutputStart = 192 * Mega,
        TableStart = 256 * Mega,
    };

    private static Kernel Hopper(FlashShape shape, int rows = 128) => FlashHopper.Create(shape, new FlashTile(rows, 128, rows / 16));

    private static Kernel Blackwell(FlashShape shape, int rows = 256) => FlashBlackwell.Create(shape, new FlashTile(rows, 128), SharedBytes);

    private static KernelResult Run(GpuMachine machine, Kernel kernel) => GpuSimulation.Create(machine, kernel).Run();

    [Fact]
    public void Two_groups_of_warps_multiply_the_tiles_on_and_below_the_diagonal()
    {
        // 512 queries in blocks of 128 on steps of 128 keys: 1 2 3 4 steps, 10 in all. Each of 8 warps issues 128 / 16 instructions of
        // m64n128k16 for the scores of a step, and as many for its output.
        KernelResult result = Run(H100, Hopper(Shape(2, 1, 512, 512, true)));
        Assert.Equal(2 * 10 * 8 * 16, result.Issued(Operation.TensorAsync));
        Assert.Equal(0, result.Issued(Operation.Tensor));
        // Exponentials of 128 x 128 scores in 32 lanes: 512 a step. A row's own in its four lanes, 128 * 4 / 32 = 16: the factor of each
        // step but a block's first, and the reciprocal of each block's sums.
        Assert.Equal(2 * (10 * 512 + (10 - 4) * 16 + 4 * 16), result.Issued(Operation.Special));
    }

    [Fact]
    public void One_warp_starts_the_products_of_both_groups()
    {
        // 512 queries in blocks of 256 on steps of 128 keys: 2 and 4 steps. A step has two products for each of two groups of 128 rows,
        // each 128 / 16 instructions of m128n128k16.
        KernelResult result = Run(B200, Blackwell(Shape(2, 1, 512, 512, true)));
        Assert.Equal(2 * 6 * 2 * 2 * 8, result.Issued(Operation.TensorBlock));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Few_queries_are_columns_of_the_products(int rows)
    {
        // Keys and elements of values are the 128 rows: a product of a depth of 128 each.
        KernelResult result = Run(B200, Blackwell(Shape(1, 1, rows, 128, false), rows));
        Assert.Equal(2 * 8, result.Issued(Operation.TensorBlock));
    }

    [Fact]
    public void Boxes_bring_keys_and_values_once_a_block()
    {
        // Hopper: a block fetches its 128 queries and 512 keys and values of 256 bytes. Blackwell: 256 queries.
        FlashShape shape = Shape(4, 2, 256, 512, false);
        KernelResult hopper = Run(H100, Hopper(shape));
        KernelResult blackwell = Run(B200, Blackwell(shape));
        Assert.Equal(4 * 2 * (128 + 2 * 512) * 256L, hopper.L2BytesSent);
        Assert.Equal(4 * 1 * (256 + 2 * 512) * 256L, blackwell.L2BytesSent);
        foreach (KernelResult result in new[] { hopper, blackwell })
        {
            Assert.Equal(4 * 256 * 256L, result.L2BytesStored);
            // From memory come the queries of four heads, and keys and values of the two that they share.
            Assert.Equal((4 * 256 + 2 * 2 * 512) * 256L, result.DramBytesRead);
        }
    }

    [Theory]
    [InlineData(512, 512, true, 0, 0, 1)]
    [InlineData(320, 448, true, 0, 64, 1)] // in pages, rows and keys that fill no tile
    [InlineData(1024, 1024, true, 256, 0, 1)] // a window
    [InlineData(300, 100, true, 0, 0, 1)] // blocks that see no keys
    [InlineData(64, 1280, false, 0, 16, 4)] // keys in parts
    [InlineData(192, 900, true, 0, 0, 3)] // parts, some of them behind the diagonal
    public void All_roles_end_and_issue_the_length_of_their_programs(int queries, int keys, bool isCausal, int window, int page, int splits)
    {
        int steps = (keys + 127) / 128;
        FlashShape shape = Shape(2, 1, queries, keys, isCausal) with { Window = window, Page = page };
        if (splits > 1) shape = shape with { Splits = splits, StepsOfSplit = (steps + splits - 1) / splits };
        foreach (int rows in new[] { 64, 128, 192 })
        {
            Kernel hopper = Hopper(shape, rows);
            Assert.Equal(hopper.WarpInstructions, Run(H100, hopper).Instructions);
        }
        foreach (int rows in new[] { 16, 128, 256 })
        {
            Kernel blackwell = Blackwell(shape, rows);
            Assert.Equal(blackwell.WarpInstructions, Run(B200, blackwell).Instructions);
        }
    }

    [Fact]
    public void Products_overlap_softmax()
    {
        // A step of 128 x 128 scores over 128 elements takes 2 * 2 * 128^3 operations, at 4096 a cycle on an H100: 2048 cycles. Published
        // rates are 0.65 to 0.75 of the peak (Shah et al. 2024, arXiv 2407.08608, figure 5).
        Assert.InRange(2048.0 / CyclesOfStep(H100, Hopper, 128), 0.65, 0.9);
        // A step of 256 rows at 8192 a cycle on a B200 takes as long; exponentials, 16 a cycle, also do. FlashAttention-4 reaches 0.71.
        Assert.InRange(2048.0 / CyclesOfStep(B200, Blackwell, 256), 0.5, 0.85);
    }

    private static double CyclesOfStep(GpuMachine machine, Func<FlashShape, int, Kernel> create, int rows)
    {
        long Cycles(int keys) => Run(machine, create(Shape(1, 1, rows, keys, false), rows)).Cycles;
        return (Cycles(4096) - Cycles(2048)) / 16.0;
    }
}
