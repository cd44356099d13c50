using Orrery.Gpu.Kernels;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Microbenchmark kernels beside what papers measured on an A100, within 10 %.</summary>
public sealed class WhetherA100MeasuresAsPublished
{
    private const double Band = 0.10;

    private static KernelResult Run(Kernel kernel) => GpuSimulation.Create(A100, kernel).Run();

    // The slope between two lengths: neither launch nor cold caches count.
    private static double Slope(Func<int, Kernel> kernel, int few, int many) =>
        (double)(Run(kernel(many)).Cycles - Run(kernel(few)).Cycles) / (many - few);

    // Luo et al. 2024, Benchmarking and Dissecting the Nvidia Hopper GPU Architecture, latencies of the A100.
    [Theory]
    [InlineData("L1", 37.9, 128, 8 * 1024, 64)]
    [InlineData("L2", 261.5, 640, 6554 * 640, 6554)]
    [InlineData("memory", 466.3, 69760, 1L << 40, 1000)]
    public void Latency_of_a_pointer_chase(string level, double published, long stride, long footprint, int once)
    {
        double cycles = Slope(loads => Microbenchmarks.PointerChase(loads, stride, footprint), once, 2 * once);
        Assert.True(Math.Abs(cycles / published - 1) < Band, $"{level}: {cycles:F1} cycles, published {published}");
    }

    [Fact]
    public void Latency_of_shared_memory() => Assert.Equal(29.0, Slope(loads => Microbenchmarks.SharedChase(loads, 4), 100, 200), 29 * Band);

    // Sun et al. 2022, Dissecting Tensor Cores via Microbenchmarks: mma.m16n8k16 of fp16, multiply-adds a cycle of a multiprocessor.
    [Theory]
    [InlineData(1, 1, 2048 / 24.7)]
    [InlineData(4, 1, 4 * 2048 / 24.7)]
    [InlineData(4, 3, 1000)]
    [InlineData(8, 2, 1000)]
    public void Tensor_core_rate_against_warps(int warps, int chains, double published)
    {
        double cycles = Slope(length => Microbenchmarks.TensorRate(warps, chains, length, "fp16", 16), 500, 1500);
        double rate = 2048.0 * warps * chains / cycles;
        Assert.True(Math.Abs(rate / published - 1) < Band, $"{rate:F0} multiply-adds a cycle, published {published:F0}");
    }

    // NVIDIA A100 whitepaper: 1555 GB/s; STREAM-like tests reach 0.85 to 0.92 of it (BabelStream on A100 40 GB: 1.4 TB/s).
    [Fact]
    public void Bandwidth_of_device_memory()
    {
        KernelResult few = Run(Microbenchmarks.Stream(blocks: 432, warps: 16, passes: 8, wrapBytes: 0));
        KernelResult many = Run(Microbenchmarks.Stream(blocks: 432, warps: 16, passes: 24, wrapBytes: 0));
        Assert.Equal(432L * 16 * 8 * 4 * 512, few.DramBytesRead);
        double rate = (many.DramBytesRead - few.DramBytesRead) / (many.Seconds - few.Seconds);
        Assert.InRange(rate / 1.4e12, 1 - Band, 1 + Band);
    }
}
