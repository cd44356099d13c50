using Orrery.Gpu.Kernels.Attention;
using Orrery.Gpu.Layers;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Sampling;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Instructions and bytes of the attention kernels, against arithmetic by hand.</summary>
public sealed class WhatAttentionCounts
{
    private const long Mega = 1 << 20;

    private static readonly FlashTile Tile = new(64, 128);

    private static FlashShape Shape(int heads, int shared, int queries, int keys, bool causal) => new("fp16", 1, heads, shared, queries, keys, 128)
    {
        Causal = causal,
        QueryStart = 0,
        KeyStart = 64 * Mega,
        ValueStart = 128 * Mega,
        OutputStart = 192 * Mega,
        TableStart = 256 * Mega,
        FreshStart = 320 * Mega,
    };

    private static KernelResult Run(Kernel kernel) => GpuSimulation.Create(WithSms(4), kernel).Run();

    [Fact]
    public void A_causal_head_computes_the_tiles_on_and_below_the_diagonal()
    {
        // 512 queries in blocks of 64 on steps of 128 keys: 1 1 2 2 3 3 4 4 steps, 20 in all. A tile of 64 x 128 over 128 elements takes
        // 4 * 16 * 8 = 512 instructions of m16n8k16, and P V as many.
        KernelResult result = Run(FlashForward.Create(Shape(2, 1, 512, 512, true), Tile));
        Assert.Equal(2 * 20 * 1024, result.Issued(Operation.Tensor));
        // Exponentials of 64 x 128 scores in 32 lanes: 256 a step. A row's own in each of its four lanes: 64 * 4 / 32 = 8 for the factor of
        // each step but a block's first, and 8 for the reciprocal of each block's sums.
        Assert.Equal(2 * (20 * 256 + (20 - 8) * 8 + 8 * 8), result.Issued(Operation.Special));
    }

    [Fact]
    public void Without_a_mask_every_block_sees_all_keys()
    {
        KernelResult result = Run(FlashForward.Create(Shape(2, 1, 256, 512, false), Tile));
        Assert.Equal(2 * 4 * 4 * 1024, result.Issued(Operation.Tensor));
    }

    [Fact]
    public void Keys_and_values_come_once_a_block_and_the_output_goes_once()
    {
        // A block fetches its 64 queries and 512 keys and values of 256 bytes.
        KernelResult result = Run(FlashForward.Create(Shape(4, 2, 256, 512, false), Tile));
        Assert.Equal(4 * 4 * (64 + 2 * 512) * 256L, result.L2BytesSent);
        Assert.Equal(4 * 256 * 256L, result.L2BytesStored);
        // From memory come the queries of four heads, and keys and values of the two that they share.
        Assert.Equal((4 * 256 + 2 * 2 * 512) * 256L, result.DramBytesRead);
    }

    [Theory]
    [InlineData(2, 80, 130)] // a second tile of queries with 16 rows, a second tile of keys with 2
    [InlineData(3, 8, 129)]  // sequences end within a tile; what follows is the next one's
    public void Tiles_end_where_their_arrays_end(int batch, int queries, int keys)
    {
        FlashShape shape = Shape(2, 1, queries, keys, false) with { Batch = batch };
        KernelResult result = Run(FlashForward.Create(shape, Tile));
        int blocks = (queries + 63) / 64;
        Assert.Equal(batch * 2 * (queries + blocks * 2 * keys) * 256L, result.L2BytesSent);
        Assert.Equal(batch * 2 * queries * 256L, result.L2BytesStored);
    }

    [Fact]
    public void The_last_part_of_the_keys_ends_with_them()
    {
        // 300 keys in 3 parts of a tile: 128, 128 and 44 rows of keys, and the rows of values of the parts' last tiles, which are whole.
        KernelResult result = Run(FlashForward.Create(Shape(1, 1, 8, 300, false) with { Splits = 3, StepsOfSplit = 1 }, Tile));
        Assert.Equal((3 * 8 + 300 + 3 * 128) * 256L, result.L2BytesSent);
    }

    [Fact]
    public void Issued_instructions_are_the_length_of_the_program()
    {
        Kernel kernel = FlashForward.Create(Shape(2, 1, 320, 448, true) with { Page = 16 }, Tile);
        Assert.Equal(kernel.WarpInstructions, Run(kernel).Instructions);
    }

    [Fact]
    public void Parts_of_the_keys_add_up_to_all_of_them()
    {
        // 10 steps in 4 parts of 3, 3, 3 and 1: a row of 8 heads of a group, padded to 64 rows.
        Kernel kernel = FlashForward.Create(Shape(2, 1, 8, 1280, false) with { Splits = 4, StepsOfSplit = 3 }, Tile);
        KernelResult result = Run(kernel);
        Assert.Equal(2 * 10 * 1024, result.Issued(Operation.Tensor));
        // Each part's output is 8 rows of 128 elements in FP32.
        Assert.Equal(2 * 4 * 8 * 512L, result.L2BytesStored);
        KernelResult merged = Run(SplitCombine.Create(16, 128, 4, 2, 192 * Mega, 0));
        Assert.Equal(16 * 256L, merged.L2BytesStored);
    }

    [Fact]
    public void The_kernel_that_merges_parts_finds_them_in_L2()
    {
        Attention decode = new("decode", NumberFormat.Fp16, 1, 32, 4, 128, 1, 2817, false) { Page = 16 };
        CycleRun run = LayerSimulation.Run([decode], GpuCatalogue.Find("a100-80gb-vidur")!, new CycleOptions { Threads = 1 });
        KernelResult merged = run.Kernels[^1].Result;
        Assert.Equal(2, run.Kernels.Count);
        Assert.InRange((double)merged.L2Hits / merged.L2Sectors, 0.95, 1);
    }

    [Theory]
    [InlineData(192)] // 128 cached: the new tokens lie in one tile
    [InlineData(160)] // 96 cached: in two
    public void New_tokens_are_appended_once(int keys)
    {
        // A block of 64 queries stores its output, and keys and values of 64 new tokens: each 64 rows of 256 bytes.
        KernelResult result = Run(FlashForward.Create(Shape(1, 1, 64, keys, false) with { Appends = true }, Tile));
        Assert.Equal(3 * 64 * 256L, result.L2BytesStored);
    }

    [Fact]
    public void A_window_bounds_the_steps()
    {
        // Each block sees at most 128 + 64 keys: 2 or 3 tiles of 128 where the whole diagonal would take up to 16.
        long windowed = FlashForward.Create(Shape(1, 1, 2048, 2048, true) with { Window = 128 }, Tile).WarpInstructions;
        long whole = FlashForward.Create(Shape(1, 1, 2048, 2048, true), Tile).WarpInstructions;
        Assert.InRange((double)windowed / whole, 2.0 / 9, 3.0 / 9);
    }

    [Fact]
    public void Without_asynchronous_copies_the_same_products_run_in_twice_the_instructions()
    {
        Kernel kernel = FlashForward.Create(Shape(1, 1, 128, 256, false), Tile with { IsAsynchronous = false, Depth = 8 });
        KernelResult result = Run(kernel);
        Assert.Equal(2 * 2 * 2 * 1024, result.Issued(Operation.Tensor));
        Assert.Equal(0, result.Issued(Operation.CopyAsync));
        Assert.Equal(2 * (64 + 2 * 256) * 256 / 512, result.Issued(Operation.LoadGlobal));
    }

    [Fact]
    public void Backward_has_five_products_where_forward_has_two()
    {
        // 256 queries and keys without a mask: 2 key blocks of 128 by 4 query blocks of 64, each five times 64 x 128 x 128 multiply-adds.
        IReadOnlyList<Kernel> kernels = FlashBackward.Create(Shape(1, 1, 256, 256, false), Tile);
        KernelResult result = Run(kernels[1]);
        Assert.Equal(2 * 4 * 5 * 512, result.Issued(Operation.Tensor));
        // What is added to the gradient of the queries: 64 x 128 numbers of 4 bytes a step. Gradients of keys and values leave once.
        Assert.Equal(8 * 64 * 512L + 2 * 256 * 256, result.L2BytesStored);
        Assert.Equal(3, kernels.Count);
    }

    [Fact]
    public void Backward_passes_by_the_queries_that_do_not_see_its_keys()
    {
        // Key block 0 meets 8 query blocks of 64, the others 6, 4 and 2.
        Kernel kernel = FlashBackward.Create(Shape(1, 1, 512, 512, true), Tile)[1];
        Assert.Equal((8 + 6 + 4 + 2) * 5 * 512, Run(kernel).Issued(Operation.Tensor));
    }
}
