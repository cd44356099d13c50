using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Power;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Workloads.Formats;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Energy from what a kernel did, and the clock that the power limit leaves.</summary>
public sealed class WhatPowerIsDrawn
{
    private static readonly EventEnergy Energy = new(A100.Gpu, PhysicalConstants.Default);

    private static readonly PowerModel Model = new(A100.Gpu, PhysicalConstants.Default);

    private static Kernel Gemm => AmpereGemm.Create(1024, 1024, 1024, "fp16", new GemmTile(128, 128, 32, 64, 64, 4));

    private static (double Joules, KernelResult Result) Measured(Kernel kernel)
    {
        KernelResult result = GpuSimulation.Create(A100, kernel).Run();
        return (Model.Joules(A100, kernel, result, NumberFormat.Fp16), result);
    }

    [Fact]
    public void Arithmetic_costs_its_operations_and_the_board_its_time()
    {
        // 4 warps x 100 instructions x 32 lanes, at the boost clock.
        Kernel kernel = OneBlock(4, program => program.Loop(100, body => body.Math(Operation.Fp32, 1, 1)));
        (double joules, KernelResult result) = Measured(kernel);
        double expected = 4 * 100 * 32 * Energy.PerVectorOperation + Energy.StaticWatts * result.Seconds;
        Assert.Equal(1, joules / expected, 9);
    }

    [Fact]
    public void A_matrix_product_costs_its_operations_and_its_bytes()
    {
        (double joules, KernelResult result) = Measured(Gemm);
        // Two operations a multiply-add; 64 blocks fetch (128 + 128) rows of 2 KiB; 1024 x 1024 results of 2 bytes go to L2.
        double l2 = 64.0 * 256 * 2048 + 1024.0 * 1024 * 2;
        Assert.Equal(l2, result.L2BytesSent + result.L2BytesStored);
        double lanes = 32 * (result.Issued(Operation.Fp32) + result.Issued(Operation.Fp16) + result.Issued(Operation.Int) + result.Issued(Operation.Special));
        double expected = 2 * Math.Pow(1024, 3) * Energy.PerTensorOperation(NumberFormat.Fp16) + lanes * Energy.PerVectorOperation
            + l2 * Energy.PerL2Byte + (result.DramBytesRead + result.DramBytesWritten) * Energy.PerMemoryByte + Energy.StaticWatts * result.Seconds;
        Assert.Equal(1, joules / expected, 9);
    }

    [Fact]
    public void A_kernel_over_the_limit_runs_at_a_slower_clock_and_draws_the_limit()
    {
        (double joules, KernelResult result) = Measured(Gemm);
        double limit = 0.6 * joules / result.Seconds;
        var strict = new PowerModel(A100.Gpu with { Tdp = new Configuration.Units.Power(limit) }, PhysicalConstants.Default);
        (GpuMachine machine, KernelResult slower) = strict.WithinLimit(A100, Gemm, result, NumberFormat.Fp16);
        Assert.InRange(machine.ClockFactor, 0.3, 0.99);
        Assert.True(slower.Seconds > result.Seconds);
        Assert.InRange(strict.Joules(machine, Gemm, slower, NumberFormat.Fp16) / slower.Seconds / limit, 0.97, 1.03);
    }

    [Fact]
    public void A_kernel_under_the_limit_keeps_its_clock()
    {
        Kernel kernel = OneBlock(1, program => program.Math(Operation.Fp32, 1, 1));
        KernelResult result = Measured(kernel).Result;
        Assert.Equal((A100, result), Model.WithinLimit(A100, kernel, result, NumberFormat.Fp16));
    }
}
