using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

/// <summary>What each way of measuring makes of a kernel's time, with constants that are easy to add up.</summary>
public sealed class MethodTests
{
    private static readonly MethodConstants Constants = new()
    {
        GraphSeconds = 1e-6,
        HostSeconds = 20e-6,
        HostAfterPart = 0.5,
        FurtherKernelSeconds = 4e-6,
        WallClockSeconds = 10e-6,
        CompiledSeconds = 30e-6,
        CompiledAfterSeconds = 8e-6,
    };

    private static readonly Operator Sum = new Elementwise("", NumberFormat.Fp32, 10, 10, ElementFunction.Add);
    private static readonly Operator Linear = new Gemm("", NumberFormat.Fp32, 10, 10, 10, Bias: true);
    private static readonly Operator Soft = new Softmax("", NumberFormat.Fp32, 10, 10);

    // The host works for 20 us, the last 10 of them beside the kernel.
    [Theory]
    [InlineData(2, 20)]
    [InlineData(10, 20)]
    [InlineData(11, 21)]
    [InlineData(100, 110)]
    public void Do_events_show_the_host_or_the_kernel_behind_its_start(double kernel, double shown) =>
        Holds("cuda_event_1op", kernel, shown, Sum);

    // 2.05 x 20 us, 4 us more for the second kernel.
    [Fact]
    public void Does_an_operator_of_two_kernels_start_twice()
    {
        Holds("cuda_event_1op", 1, 41, Linear);
        Assert.Equal(45e-6, Shown("cuda_event_1op", 1e-6, 2, Linear), 1e-12);
    }

    [Theory]
    [InlineData(2.4, 2)]
    [InlineData(2.6, 3)]
    [InlineData(0.3, 1)]
    public void Does_the_profiler_show_whole_microseconds(double kernel, double shown) => Holds("kineto_sum", kernel, shown, Sum);

    // Eager: 10 us and the kernel. Compiled: 40 us, and 8 us that only a longer kernel hides.
    [Fact]
    public void Does_the_wall_clock_add_start_and_waiting()
    {
        Holds("wallclock_sync", 5, 15, Soft);
        Holds("wallclock_sync", 5, 48, Sum);
        Holds("wallclock_sync", 100, 140, Sum);
    }

    [Fact]
    public void Does_a_loop_show_the_slower_of_host_and_gpu()
    {
        Holds("eager_loop", 5, 20, Sum);
        Holds("eager_loop", 50, 50, Sum);
        Assert.Equal(40e-6, Shown("eager_loop", 5e-6, 2, Sum, Sum), 1e-12);
    }

    [Fact]
    public void Does_a_graph_add_a_gap_for_each_kernel() => Assert.Equal(13e-6, Shown("cudagraph_avg", 10e-6, 3, Sum), 1e-12);

    // Two operators of 20 us of host; with long kernels only the first start shows.
    [Fact]
    public void Does_the_host_run_ahead_in_a_whole_model()
    {
        Assert.Equal(40e-6, Shown("per-op CUDA events summed over layers", 5e-6, 2, Sum, Sum), 1e-12);
        Assert.Equal(120e-6, Shown("per-op CUDA events summed over layers", 100e-6, 2, Sum, Sum), 1e-12);
        Assert.Equal(150e-6, Shown("torch.compile fused", 100e-6, 2, Sum, Sum), 1e-12);
    }

    [Fact]
    public void Does_every_method_say_what_it_includes_and_never_less_than_half_a_microsecond_below_the_kernel()
    {
        foreach (IMeasuringMethod method in MethodCatalogue.All)
        {
            Assert.EndsWith(".", method.Includes, StringComparison.Ordinal);
            foreach (double kernel in new[] { 1e-6, 33e-6, 5e-3 })
            {
                Assert.True(method.Shown(kernel, [Sum], 1, PhysicalConstants.Default.Method) >= kernel - 0.5e-6, method.Name);
            }
        }
    }

    private static void Holds(string method, double kernel, double shown, Operator work) =>
        Assert.Equal(shown * 1e-6, Shown(method, kernel * 1e-6, 1, work), 1e-12);

    private static double Shown(string method, double kernel, int kernels, params Operator[] work) =>
        MethodCatalogue.Find(method)!.Shown(kernel, work, kernels, Constants);
}
