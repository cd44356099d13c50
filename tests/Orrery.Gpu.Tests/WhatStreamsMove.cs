using Orrery.CostModels.Analytic;
using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Library;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;
using static Orrery.Gpu.Tests.TestMachines;
using TokenChoice = Orrery.Workloads.Operators.Sampling;

namespace Orrery.Gpu.Tests;

/// <summary>Bytes and instructions of the kernels that walk over rows, against arithmetic by hand.</summary>
public sealed class WhatStreamsMove
{
    private static readonly NumberFormat Half = NumberFormat.Fp16;

    public static TheoryData<Operator> Streams { get; } =
    [
        new Elementwise("add", Half, 64, 4096, ElementFunction.Add),
        new Elementwise("gelu", NumberFormat.Fp32, 64, 1024, ElementFunction.Gelu),
        new GatedActivation("act", Half, 32, 2048, ElementFunction.Silu),
        new Softmax("softmax", Half, 64, 1024),
        new Quantise("narrow", Half, NumberFormat.Fp8, 64, 4096),
        new Routing("combine", Half, 32, 4096, 8, 2, true),
        new CacheWrite("write", Half, 64, 2048, Half),
    ];

    private static KernelResult Run(Kernel kernel) => GpuSimulation.Create(WithSms(4), kernel).Run();

    private static IReadOnlyList<Kernel> Kernels(Operator work) =>
        KernelLibrary.Of(work, new KernelContext(A100, new AnalyticCost().Cost(work, A100.Gpu), new AddressSpace()));

    [Theory]
    [MemberData(nameof(Streams))]
    public void Every_operand_is_read_once_and_every_result_written_once(Operator work)
    {
        KernelResult result = Run(Assert.Single(Kernels(work)));
        Assert.InRange((result.L2BytesSent + result.L2BytesStored) / work.Bytes, 0.99, 1.03);
    }

    public static TheoryData<Operator> Others { get; } =
    [
        new Norm("norm", Half, 16, 4096, true),
        new Norm("norm", Half, 16, 4096, true, true),
        new Norm("norm", NumberFormat.Fp32, 16, 1000, false),
        new Rope("rope", Half, 16, 5120),
        new Embedding("few", Half, 4, 4096, 32000),
        new Embedding("many", Half, 64, 4096, 32000),
        new OptimizerStep("adam", Half, 65536, Half, NumberFormat.Fp32, NumberFormat.Fp32),
        new Routing("choose", Half, 64, 4096, 64, 8, false),
        new ExpertSort("sort", Half, new ExpertLoad(256, 64, 8)),
        new TokenChoice("sample", Half, 4, 32000),
        new Attention("prefill", Half, 1, 4, 2, 64, 128, 192, true),
        new Attention("decode", Half, 2, 8, 2, 128, 1, 700, true) { Page = 16, Appends = true, Room = 4096 },
        new Attention("latent", Half, 1, 16, 1, 576, 1, 512, true) { ValueDim = 512, Latent = true, Page = 64 },
    ];

    [Theory]
    [MemberData(nameof(Streams))]
    [MemberData(nameof(Others))]
    public void Every_operator_has_kernels_that_issue_their_programs(Operator work)
    {
        Assert.True(KernelLibrary.Handles(work));
        foreach (Kernel kernel in Kernels(work)) Assert.Equal(kernel.WarpInstructions, Run(kernel).Instructions);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void Softmax_asks_for_its_row_as_often_as_it_has_passes(int passes, int times)
    {
        // 8 rows of 8192 elements of 2 bytes: 512 threads, 8 elements each, two accesses of a thread in a pass: 16 warps x 2 a row.
        Kernel kernel = passes switch
        {
            3 => SoftmaxKernel.ThreePass(8, 8192, 2, 0, 1 << 22),
            2 => SoftmaxKernel.TwoPass(8, 8192, 2, 0, 1 << 22),
            _ => SoftmaxKernel.Online(8, 8192, 2, 0, 1 << 22),
        };
        KernelResult result = Run(kernel);
        Assert.Equal(8 * 32 * times, result.Issued(Operation.LoadGlobal));
        Assert.Equal(8 * 16384L, result.L2BytesStored);
        // Memory is read once however often the row is asked for.
        Assert.Equal(8 * 16384L, result.DramBytesRead);
    }

    [Fact]
    public void A_transpose_meets_all_banks_with_a_column_of_padding_and_one_without()
    {
        // A tile: 32 stores of rows, one pass each; 32 loads of columns, one pass each with padding, 32 without.
        KernelResult padded = Run(Transpose.Create(128, 128, true, 0, 1 << 20));
        KernelResult plain = Run(Transpose.Create(128, 128, false, 0, 1 << 20));
        // Loads and stores of global memory take 32 passes each: rows of 128 bytes.
        Assert.Equal(16 * (32 + 32 + 64), padded.Sms.Sum(sm => sm.SharedWavefronts));
        Assert.Equal(16 * (32 + 32 * 32 + 64), plain.Sms.Sum(sm => sm.SharedWavefronts));
        Assert.Equal(128 * 128 * 4L, padded.L2BytesSent);
        Assert.Equal(128 * 128 * 4L, padded.L2BytesStored);
        Assert.True(plain.Cycles > padded.Cycles);
    }

    [Fact]
    public void What_one_operator_writes_the_next_one_finds()
    {
        var addresses = new AddressSpace();
        Operator[] chain = [new Elementwise("silu", Half, 64, 4096, ElementFunction.Silu), new Elementwise("gelu", Half, 64, 4096, ElementFunction.Gelu)];
        Kernel[] kernels =
        [
            .. chain.SelectMany(work => KernelLibrary.Of(work, new KernelContext(A100, new AnalyticCost().Cost(work, A100.Gpu), addresses))),
        ];
        IReadOnlyList<KernelResult> results = GpuSimulation.Create(A100, kernels).RunAll();
        Assert.Equal(0, results[1].DramBytesRead);
    }
}
