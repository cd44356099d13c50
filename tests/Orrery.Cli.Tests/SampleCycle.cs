using Orrery.CostModels;
using Orrery.Experiments.Cycle;
using Orrery.Experiments.Operators;

namespace Orrery.Cli.Tests;

/// <summary>Two made-up kernels, so that what is drawn can be tested apart from what is simulated.</summary>
internal static class SampleCycle
{
    public static OperatorsResult Result()
    {
        KernelFigures gemm = Kernel("gemm 2048x4096x4096 fp16", 0, 0, 300e-6, 423_000, [24_000_000, 8_000_000, 48_000_000], 0.25, 0.01);
        KernelFigures norm = Kernel("norm 2048 x 4096", 1, 300e-6, 20e-6, 28_200, [400_000, 3_000_000, 100_000], 1, 0);
        return new OperatorsResult
        {
            Kind = "operator",
            Name = "sample",
            Work = "gemm 2048 x 4096 x 4096, norm 2048 x 4096",
            Gpu = "a100-sxm4-80gb",
            Format = "fp16",
            Fidelity = "cycle",
            TimeSeconds = 320e-6,
            Flops = 68.7e9,
            Bytes = 100e6,
            Operators = [Operator("gemm", 0, 300e-6, 68.7e9, Bound.Compute), Operator("norm", 300e-6, 20e-6, 33.6e6, Bound.Memory)],
            PeakFlopsPerSecond = 312e12,
            PeakBytesPerSecond = 2039e9,
            Notes = ["Closed forms stand for operators without a kernel: rope."],
            Cycle = new CycleDetail { Kernels = [gemm, norm], Total = gemm with { Name = "all kernels", Operator = -1, Seconds = 320e-6, Cycles = 451_200, Occupancy = null } },
        };
    }

    private static KernelFigures Kernel(string name, int number, double start, double seconds, long cycles, long[] states, double simulated, double error) => new()
    {
        Name = name,
        Operator = number,
        StartSeconds = start,
        Seconds = seconds,
        Cycles = cycles,
        WarpInstructions = states[0],
        SimulatedFraction = simulated,
        SamplingError = error,
        Units = [new UnitUse("tensor", 68.7e9, 229e12, 312e12, "FLOP/s"), new UnitUse("int", 1e6, 3.3e9, 9.75e12, "op/s"), new UnitUse("DRAM", 60e6, 200e9, 2039e9, "B/s")],
        Warps = [new WarpTime("selected", states[0]), new WarpTime("stall_long_scoreboard", states[1]), new WarpTime("stall_math_pipe_throttle", states[2])],
        Occupancy = new OccupancyFigures(0.125, 0.1, 2, "registers"),
        Hits = [new HitRate("L1", 0, 0), new HitRate("L2", 1000, 790), new HitRate("DRAM row", 100, 90)],
        DramBytesRead = 50_000_000,
        DramBytesWritten = 10_000_000,
        Joules = 0.09,
        Hertz = 1.41e9,
    };

    private static OperatorResult Operator(string name, double start, double seconds, double flops, Bound bound) => new()
    {
        Name = name,
        Layer = 0,
        Kind = name,
        Shape = "2048 x 4096",
        Format = "fp16",
        Flops = flops,
        Bytes = 50e6,
        StartSeconds = start,
        TimeSeconds = seconds,
        ShareOfTotal = seconds / 320e-6,
        Bound = bound,
        Breakdown = new CostBreakdown(seconds, 0, 0, 0),
    };
}
