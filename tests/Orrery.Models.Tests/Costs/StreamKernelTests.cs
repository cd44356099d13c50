using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

/// <summary>Kernels that stream arrays: bandwidth, what caches keep, waves of blocks, and steps that wait.</summary>
public sealed class StreamKernelTests
{
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;
    private static readonly HardwareGpu V100 = GpuCatalogue.Find("v100-pcie-32gb")!;
    private static readonly PhysicalConstants Constants = PhysicalConstants.Default;
    private static readonly AnalyticCost Cost = new();

    // 3 x 2 bytes x 2^28 elements = 1.61 GB. Memory: 2039 GB/s x 0.92; L2: 108 x 1.41 GHz x 26 bytes; six instructions on
    // 108 x 64 lanes at 1.41 GHz; together with exponent 2.5, and one kernel's start.
    [Fact]
    public void Is_a_large_sum_the_time_of_its_bytes()
    {
        double n = 1 << 28;
        double memory = 6 * n / (2039e9 * Constants.Stream.HbmEfficiency);
        double l2 = 6 * n / (108 * 1.41e9 * Constants.Stream.L2BytesPerClock);
        double compute = 6 * n / (108 * 64 * 1.41e9);
        double p = Constants.Memory.Overlap;
        double busy = Math.Pow(Math.Pow(memory, p) + Math.Pow(l2, p) + Math.Pow(compute, p), 1 / p);
        OperatorCost cost = Cost.Cost(Sum(1 << 14, 1 << 14), A100);
        Assert.Equal(busy + Constants.Memory.KernelSeconds, cost.Seconds, 1e-9);
        Assert.Equal(Bound.Memory, cost.Bound);
    }

    // 40 MB of L2 keep a footprint of 6 MB whole and one of 48 MB not at all.
    [Fact]
    public void Does_a_small_sum_find_its_operands_in_the_cache()
    {
        Assert.Equal(0, Cost.Cost(Sum(1024, 1024), A100).Breakdown.Memory);
        double all = 6.0 * 8192 * 1024 / (2039e9 * Constants.Stream.HbmEfficiency);
        Assert.Equal(all, Cost.Cost(Sum(8192, 1024), A100).Breakdown.Memory, 1e-12);
    }

    // Blocks of 1024 threads: two on each of 108 multiprocessors. So 109 to 216 rows take the same, the 217th a wave of its own.
    [Fact]
    public void Do_rows_run_in_waves_of_blocks()
    {
        double Time(int rows) => Cost.Cost(Silu(rows, 14336), A100).Breakdown.Compute;
        Assert.True(Time(108) < Time(109));
        Assert.True(Time(216) < 1.25 * Time(109));
        Assert.True(Time(217) > 1.3 * Time(216));
    }

    // Twenty-eight steps of 1024 elements, each waiting for its loads, against one step.
    [Fact]
    public void Does_one_long_row_take_as_long_as_its_steps()
    {
        double One(int columns) => Cost.Cost(Silu(1, columns), A100).Seconds;
        Assert.True(One(28672) - One(1024) > 27 * Constants.Memory.L2Latency);
        Assert.True(One(28672) < 28 * One(1024));
    }

    // 131,072 bytes a row, 16 rows on each of 80 multiprocessors: far more than the L2 of 6 MB, so a third transfer for two.
    [Fact]
    public void Does_a_norm_of_wide_rows_read_them_twice_from_memory()
    {
        Norm norm = new("", NumberFormat.Fp32, 8192, 32768, Rms: false);
        double bandwidth = 900e9 * Constants.Stream.HbmEfficiency;
        double again = 4.0 * 8192 * 32768;
        Assert.Equal((norm.Bytes + again) / bandwidth, Cost.Cost(norm, V100).Breakdown.Memory, 1e-9);
    }

    // 2048 bytes a row, 16 rows a multiprocessor: 32 KB in an L1 of 128 KB; it keeps them.
    [Fact]
    public void Does_a_norm_of_short_rows_read_them_once()
    {
        Norm norm = new("", NumberFormat.Fp32, 65536, 512, Rms: false);
        double bandwidth = 900e9 * Constants.Stream.HbmEfficiency;
        Assert.Equal(norm.Bytes / bandwidth, Cost.Cost(norm, V100).Breakdown.Memory, 1e-9);
    }

    // Rows of up to 1024 stay in registers; longer ones take three passes.
    [Fact]
    public void Does_softmax_pass_three_times_over_rows_that_registers_do_not_hold()
    {
        double Time(int columns) => Cost.Cost(new Softmax("", NumberFormat.Fp16, 65536, columns), A100).Seconds;
        Assert.True(Time(1025) > 1.15 * Time(1024));
    }

    // Sixteen indices run one after the other in every thread, seventeen side by side.
    [Fact]
    public void Does_a_gather_of_few_tokens_take_longer_than_one_of_some_more()
    {
        double Time(int tokens) => Cost.Cost(new Embedding("", NumberFormat.Fp16, tokens, 4096, 32000), A100).Seconds;
        Assert.True(Time(16) > 2 * Time(17));
        Assert.True(Time(16) > Time(4));
    }

    [Theory]
    [InlineData("a100-sxm4-80gb", 0.92)]
    [InlineData("t4", 0.79)]
    [InlineData("p100-pcie-16gb", 0.76)]
    [InlineData("mi210", 0.81)]
    public void Does_the_part_of_the_peak_follow_the_kind_of_memory(string name, double part)
    {
        HardwareGpu gpu = GpuCatalogue.Find(name)!;
        Elementwise sum = new("", NumberFormat.Fp32, 1 << 14, 1 << 14, ElementFunction.Add);
        Assert.Equal(sum.Bytes / (part * gpu.Memory.Bandwidth.BytesPerSecond), Cost.Cost(sum, gpu).Breakdown.Memory, 1e-9);
    }

    // Every operator on every GPU that computes in its format: a positive time, and never faster than the peak bandwidth lets what
    // no cache can hold pass.
    [Fact]
    public void Is_no_streaming_faster_than_the_peak_bandwidth()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All.Where(gpu => gpu.Peak.Of("fp32") is not null))
        {
            foreach (Operator work in Large())
            {
                double peak = work.Bytes / gpu.Memory.Bandwidth.BytesPerSecond;
                Assert.True(Cost.Cost(work, gpu).Seconds > peak, $"{work.Kind} on {gpu.Name}");
            }
        }
    }

    private static Operator[] Large() =>
    [
        Sum(1 << 14, 1 << 14) with { Format = NumberFormat.Fp32 },
        new Norm("", NumberFormat.Fp32, 1 << 15, 8192, Rms: true),
        new Norm("", NumberFormat.Fp32, 1 << 15, 8192, Rms: false),
        new Norm("", NumberFormat.Fp32, 1 << 15, 8192, Rms: true, Residual: true),
        new Softmax("", NumberFormat.Fp32, 1 << 18, 1000),
        new Softmax("", NumberFormat.Fp32, 1 << 15, 8192),
        new GatedActivation("", NumberFormat.Fp32, 1 << 15, 8192, ElementFunction.Silu),
        new Rope("", NumberFormat.Fp32, 1 << 15, 8192),
        new Embedding("", NumberFormat.Fp32, 1 << 15, 8192, 32000),
        new Sampling("", NumberFormat.Fp32, 4096, 128256),
        new Quantise("", NumberFormat.Fp32, NumberFormat.Fp8, 1 << 15, 8192),
        new OptimizerStep("", NumberFormat.Fp32, 1L << 32, NumberFormat.Fp32, NumberFormat.Fp32),
    ];

    private static GatedActivation Silu(int rows, int columns) => new("", NumberFormat.Fp16, rows, columns, ElementFunction.Silu);

    private static Elementwise Sum(int rows, int columns) => new("", NumberFormat.Fp16, rows, columns, ElementFunction.Add);
}
