using Orrery.Benchmarks;
using Orrery.Benchmarks.Gpu;
using Orrery.Benchmarks.Mesh;
using Orrery.Benchmarks.Phold;

namespace Orrery.Engine.Tests.Allocation;

/// <summary>Does a message cost no allocation once buffers have their size?</summary>
public sealed class NoAllocationTests
{
    /// <summary>What starting and ending a run may take, whatever its length.</summary>
    private const long ForTheRunItself = 32 * 1024;

    [Fact]
    public void Phold() => AllocatesNothing(new PholdModel(new PholdParameters(256, 4, 10, 0, 3000)), 2000, 3000);

    [Fact]
    public void PholdWithLongDelays() => AllocatesNothing(new PholdModel(new PholdParameters(256, 4, 100_000, 0, 3_000_000)), 2_000_000, 3_000_000);

    [Fact]
    public void Mesh() => AllocatesNothing(new MeshModel(new MeshParameters(8, 8, 50, 4, 6000)), 1500, 3000);

    [Fact]
    public void Gpu() => AllocatesNothing(new GpuModel(new GpuParameters(16, 8, 6, 100)), 10_000, 20_000);

    private static void AllocatesNothing(IBenchmarkModel model, long warm, long end)
    {
        model.Simulation.Run(new RunOptions { Until = warm });
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunResult result = model.Simulation.Run(new RunOptions { Until = end });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(result.Activations > 5_000, $"only {result.Activations} runs: no steady state was measured");
        Assert.True(allocated <= ForTheRunItself, $"{allocated} bytes in {result.Activations} runs");
    }
}
