using Orrery.CostModels;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Library;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Bytes and instructions of matrix products, by hand.</summary>
public sealed class WhatAGemmFetches
{
    private static readonly GemmTile Tile = new(128, 128, 32, 64, 64, 4);

    private static Kernel Product(int m, int n, int k, GemmTile tile) => AmpereGemm.Create(m, n, k, "fp16", tile);

    private static IReadOnlyList<Kernel> Library(Operator work, string gpu, Tiling tiling)
    {
        GpuMachine machine = GpuMachine.Of(GpuCatalogue.Find(gpu)!)!;
        return KernelLibrary.Of(work, new KernelContext(machine, new OperatorCost(1, Bound.Compute, default) { Tiling = tiling }, new AddressSpace()));
    }

    [Fact]
    public void Every_block_brings_its_rows_and_columns_once()
    {
        KernelResult result = GpuSimulation.Create(WithSms(4), Product(256, 384, 256, Tile)).Run();
        // Two by three blocks, each 128 rows of A and of B of 256 numbers in 2 bytes.
        Assert.Equal(2L * 3 * (128 + 128) * 256 * 2, result.L2BytesSent);
        Assert.Equal(256L * 384 * 2, result.L2BytesStored);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(130)]
    public void Rows_beyond_the_matrix_are_multiplied_but_not_fetched(int rows)
    {
        KernelResult result = GpuSimulation.Create(WithSms(4), Product(rows, 128, 256, Tile)).Run();
        int blocks = (rows + 127) / 128;
        // Each row of A once, the columns of B once a block of rows, and only rows that exist are stored.
        Assert.Equal((rows + blocks * 128L) * 256 * 2, result.L2BytesSent);
        Assert.Equal(rows * 128L * 2, result.L2BytesStored);
        Assert.Equal(blocks * 128L * 128 * 256 / 2048, result.Issued(Operation.Tensor));
    }

    [Theory]
    [InlineData("volta", "fp16", 16 * 16 * 4)]
    [InlineData("turing", "fp16", 16 * 8 * 8)]
    [InlineData("turing", "int8", 16 * 8 * 16)]
    [InlineData("ampere", "tf32", 16 * 8 * 8)]
    [InlineData("ampere", "bf16", 16 * 8 * 16)]
    [InlineData("ampere", "int8", 16 * 8 * 32)]
    [InlineData("ampere", "fp4", 16 * 8 * 64)]
    public void Matrix_instructions_are_those_of_the_generation(string generation, string rate, int multiplyAdds)
    {
        MmaShape shape = MmaShape.Of(generation, rate);
        Assert.Equal(multiplyAdds, shape.M * shape.N * shape.K);
    }

    [Theory]
    [InlineData(Layout.Tn)]
    [InlineData(Layout.Nn)]
    [InlineData(Layout.Nt)]
    [InlineData(Layout.Tt)]
    public void Every_layout_brings_as_many_bytes(Layout layout)
    {
        GemmProblem problem = GemmProblem.Of(256, 128, 256, NumberFormat.Fp16) with { Layout = layout };
        KernelResult result = GpuSimulation.Create(WithSms(4), AmpereGemm.Create(problem, Tile, MmaShape.Of("ampere", "fp16"))).Run();
        Assert.Equal(2L * (128 + 128) * 256 * 2, result.L2BytesSent);
    }

    [Theory]
    [InlineData("fp16", 1)]
    [InlineData("tf32", 2)]
    [InlineData("int8", 0.5)]
    [InlineData("int8-wo", 0.75)]
    public void Formats_bring_their_bytes(string format, double share)
    {
        Gemm work = new("product", FormatCatalogue.Find(format)!, 256, 256, 256);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(128, 128, 1, 4, 1))).Run();
        // Four blocks of 128 rows and 128 columns; half the bytes are the weights'.
        Assert.Equal(4L * 256 * 256 * 2 * share, result.L2BytesSent);
        Assert.Equal(4L * 128 * 128 * 256 / (format switch { "tf32" => 1024, "int8" => 4096, _ => 2048 }), result.Issued(Operation.Tensor));
    }

    [Fact]
    public void Weights_in_few_bits_are_unpacked_by_vector_instructions()
    {
        Gemm work = new("product", FormatCatalogue.Find("int4-wo")!, 128, 128, 256);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(128, 128, 1, 1, 1))).Run();
        // Each of two rows of warps unpacks 128 x 256 weights by 1.5 instructions for 32, half of them in half precision.
        Assert.Equal(2 * 128 * 256 / 32 * 3 / 4, result.Issued(Operation.Fp16));
    }

    [Fact]
    public void A_split_sum_writes_partial_sums_and_adds_them()
    {
        Gemm work = new("product", NumberFormat.Fp16, 128, 256, 1024);
        IReadOnlyList<Kernel> kernels = Library(work, "a100-sxm4-40gb", new Tiling(128, 128, 4, 8, 1));
        IReadOnlyList<KernelResult> results = GpuSimulation.Create(A100, kernels).RunAll();
        Assert.Equal(2, results.Count);
        // Two tiles by four parts, each with a quarter of the sum, in 32 bits.
        Assert.Equal(2L * 4 * (128 + 128) * 256 * 2, results[0].L2BytesSent);
        Assert.Equal(4L * 128 * 256 * 4, results[0].L2BytesStored);
        Assert.Equal(4L * 128 * 256 * 4, results[1].L2BytesSent);
        Assert.Equal(128L * 256 * 2, results[1].L2BytesStored);
        Assert.Equal(0, results[1].DramBytesRead);
    }

    [Theory]
    [InlineData(4096, 2560, 8, 6)]
    [InlineData(4096, 2560, 6, 6)]
    [InlineData(1024, 2560, 8, 8)]
    public void A_sum_is_split_into_whole_waves(int m, int k, int asked, int splits)
    {
        // 108 multiprocessors with two blocks of 128 x 64 have 216 places. Of 4096 rows, 32 tiles in 8 parts of 5 steps of 64 are two waves,
        // 10 steps; in 7 parts still two, of 6; in 6 parts one of 7; in 5 one of 8. Of 1024 rows, 8 parts are one wave of 5.
        Gemm work = new("product", NumberFormat.Fp16, m, 64, k);
        Kernel kernel = Library(work, "a100-sxm4-40gb", new Tiling(128, 64, asked, 1, 1))[0];
        Assert.Equal(2, Occupancy.Of(A100, kernel).Blocks);
        Assert.Equal(splits, kernel.BlocksZ);
    }

    [Fact]
    public void A_batch_has_matrices_of_its_own()
    {
        Gemm work = new("product", NumberFormat.Fp16, 128, 128, 128, 3);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(128, 128, 1, 3, 1))).Run();
        Assert.Equal(3L * 256 * 128 * 2, result.L2BytesSent);
        Assert.Equal(3L * 128 * 128 * 2, result.L2BytesStored);
    }

    [Fact]
    public void One_row_reads_each_weight_once()
    {
        Gemm work = new("product", NumberFormat.Fp16, 1, 512, 4096);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(1, 1, 1, 512, 1))).Run();
        // The row itself is where the kernel before left it.
        Assert.Equal(512L * 4096 * 2, result.DramBytesRead);
        Assert.Equal(0, result.Issued(Operation.Tensor));
    }

    [Fact]
    public void Single_precision_takes_a_multiply_add_for_each_product()
    {
        Gemm work = new("product", NumberFormat.Fp32, 128, 128, 64);
        Kernel kernel = Library(work, "v100-pcie-32gb", new Tiling(128, 128, 1, 1, 1))[0];
        KernelResult result = GpuSimulation.Create(GpuMachine.Of(GpuCatalogue.Find("v100-pcie-32gb")!)!, kernel).Run();
        // And one instruction at the end that scales each sum of a lane.
        Assert.Equal((128 * 128 * 64 / 32) + (128 * 128 / 32), result.Issued(Operation.Fp32));
        Assert.Equal(2L * 128 * 64 * 4, result.L2BytesSent);
    }

    [Theory]
    [InlineData("fp16", 1.5)]
    [InlineData("tf32", 1)]
    public void Sums_pass_through_shared_memory_in_32_bits(string format, double instructions)
    {
        Gemm work = new("product", FormatCatalogue.Find(format)!, 128, 128, 64);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(128, 128, 1, 1, 1))).Run();
        // A warp has 64 x 64 sums: two of a lane in a store, four in a load.
        Assert.Equal(128 * 128 / 64, result.Issued(Operation.StoreShared));
        // Each sum of a lane is scaled; two become a pair of 16 bits.
        Assert.Equal(128 * 128 / 32 * instructions, result.Issued(Operation.Fp32));
    }

    [Fact]
    public void A_pair_of_multiprocessors_splits_what_it_shares()
    {
        GpuMachine machine = GpuMachine.Of(GpuCatalogue.Find("b200-sxm-180gb")!)!;
        Gemm work = new("product", NumberFormat.Fp16, 128, 512, 256);
        KernelResult result = GpuSimulation.Create(machine, Library(work, "b200-sxm-180gb", new Tiling(128, 128, 1, 4, 1))).Run();
        // Four blocks in a row, each with 128 columns and half of the 128 rows that a pair shares, 256 deep in 2 bytes.
        Assert.Equal(4L * (128 + 64) * 256 * 2, result.Sms.Sum(sm => sm.BytesReceived));
        Assert.Equal(128L * 512 * 2, result.L2BytesStored);
    }

    [Fact]
    public void Neighbours_share_the_wider_operand()
    {
        GpuMachine machine = GpuMachine.Of(GpuCatalogue.Find("h100-sxm5-80gb")!)!;
        Gemm work = new("product", NumberFormat.Fp16, 256, 512, 256);
        KernelResult result = GpuSimulation.Create(machine, Library(work, "h100-sxm5-80gb", new Tiling(128, 256, 1, 4, 1))).Run();
        // Two by two blocks: each fetches its 128 rows and half of the 256 columns that it shares with the block below.
        Assert.Equal(4L * (128 + 128) * 256 * 2, result.L2Sectors * 32);
    }

    [Fact]
    public void Clusters_go_to_different_multiprocessors_while_there_are_any()
    {
        GpuMachine machine = GpuMachine.Of(GpuCatalogue.Find("h100-sxm5-80gb")!)!;
        Gemm work = new("product", NumberFormat.Fp16, 16, 512, 256);
        KernelResult result = GpuSimulation.Create(machine, Library(work, "h100-sxm5-80gb", new Tiling(16, 64, 1, 8, 1))).Run();
        // Two blocks would fit on a multiprocessor.
        Assert.Equal(2, result.Occupancy.Blocks);
        Assert.Equal(8, result.Sms.Count(sm => sm.Issued[(int)Operation.TensorAsync] > 0));
    }

    [Fact]
    public void A_kernel_that_starts_early_has_no_launch_of_its_own()
    {
        GpuMachine machine = GpuMachine.Of(GpuCatalogue.Find("h100-sxm5-80gb")!)!;
        Kernel kernel = Library(new Gemm("product", NumberFormat.Fp16, 128, 128, 64), "h100-sxm5-80gb", new Tiling(128, 128, 1, 1, 1))[0];
        Assert.True(kernel.StartsEarly);
        long early = GpuSimulation.Create(machine, kernel).Run().Cycles;
        long late = GpuSimulation.Create(machine, kernel with { StartsEarly = false }).Run().Cycles;
        // The launch, and 20 cycles for each 128 bytes of code beyond 2 KiB; copies from memory may meet a refresh elsewhere.
        int code = Math.Max(0, kernel.CodeBytes / 128 - 16) * 20;
        Assert.InRange(late - early, machine.Micro.Launch.KernelCycles + code - 700, machine.Micro.Launch.KernelCycles + code + 700);
    }

    [Fact]
    public void Experts_bring_their_own_weights_for_each_block_of_rows()
    {
        // 16 tokens choose 2 of 4 experts: 8 rows each, a block of 16 rows an expert.
        var work = new GroupedGemm("experts", NumberFormat.Fp16, new ExpertLoad(16, 4, 2), 128, 256);
        KernelResult result = GpuSimulation.Create(A100, Library(work, "a100-sxm4-40gb", new Tiling(16, 128, 1, 4, 1))).Run();
        Assert.Equal(4L * (8 + 128) * 256 * 2, result.DramBytesRead);
        Assert.Equal(4L * 8 * 128 * 2, result.L2BytesStored);
    }

    [Theory]
    [InlineData("v100-pcie-32gb", 128, 128)]
    [InlineData("t4", 128, 64)]
    [InlineData("h100-sxm5-80gb", 128, 256)]
    [InlineData("h100-sxm5-80gb", 16, 64)]
    [InlineData("h100-sxm5-80gb", 256, 128)]
    public void Every_generation_stores_the_whole_result(string gpu, int tileM, int tileN)
    {
        Gemm work = new("product", NumberFormat.Fp16, 256, 512, 256);
        Kernel kernel = Library(work, gpu, new Tiling(tileM, tileN, 1, 1, 1))[0];
        KernelResult result = GpuSimulation.Create(GpuMachine.Of(GpuCatalogue.Find(gpu)!)!, kernel).Run();
        Assert.Equal(256L * 512 * 2, result.L2BytesStored);
        // Activations are where the kernel before left them.
        Assert.Equal(512L * 256 * 2, result.DramBytesRead);
        // Neighbours of a cluster get half of what they share from each other.
        int tiles = (256 + tileM - 1) / tileM * ((512 + tileN - 1) / tileN);
        Assert.Equal((long)tiles * (tileM + tileN) * 256 * 2, result.Sms.Sum(sm => sm.BytesReceived));
    }

    [Theory]
    [InlineData(256, 128, 64, 8, 3)]
    [InlineData(128, 128, 32, 4, 5)]
    [InlineData(64, 64, 64, 4, 5)]
    [InlineData(128, 64, 64, 4, 3)]
    public void Stages_are_those_of_the_library(int m, int n, int depth, int warps, int stages)
    {
        GemmTile tile = GemmTiles.Of(A100, m, n, GemmProblem.Of(4096, 4096, 4096, NumberFormat.Fp16), MmaShape.Of("ampere", "fp16"));
        Assert.Equal((depth, warps, stages), (tile.K, tile.Warps, tile.Stages));
    }
}
