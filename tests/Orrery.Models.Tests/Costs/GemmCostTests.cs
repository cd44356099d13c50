using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

/// <summary>
/// Cases small enough for paper. Constants are chosen so that one thing counts at a time: no start, endless memory and cache.
/// </summary>
public sealed class GemmCostTests
{
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;

    private static readonly PhysicalConstants OnlyWaves = PhysicalConstants.Default with
    {
        Memory = new MemoryConstants { L2BytesPerClock = 1e9, BytesPerClock = 1e9 },
        Energy = new EnergyConstants { TensorJoules = 0, L2JoulesPerByte = 0, StaticShare = 0, StaticWatts = 0 },
        Gemm = new GemmConstants
        {
            StartClocks = 0,
            TileClocks = 0,
            SplitSeconds = 1e-6,
            TensorEfficiency = 1,
            TileHalfSide = 0,
            FeedBytesPerClock = 1e9,
            StageClocks = 0,
        },
    };

    // 312 TFLOPS over 108 multiprocessors.
    private const double Rate = 312e12 / 108;

    [Fact]
    public void Does_one_full_wave_take_the_time_of_one_tile()
    {
        // 12 x 9 = 108 tiles of 256 x 128 on 108 multiprocessors: 2 x 256 x 128 x 4096 operations each, 92.9 us.
        OperatorCost cost = Cost(new Gemm("", NumberFormat.Fp16, 12 * 256, 9 * 128, 4096));
        Assert.Equal(2.0 * 256 * 128 * 4096 / Rate, cost.Seconds, 1e-9);
        Assert.Equal(new Tiling(256, 128, 1, 108, 1), cost.Tiling);
    }

    [Fact]
    public void Does_one_more_row_take_the_next_smaller_wave()
    {
        // 3073 rows: a second wave of 256 x 128 would double the time. Tiles of 16 x 64, a 32nd in size, take
        // ceil(3073 / 16) x 18 = 3474 tiles in ceil(3474 / 108) = 33 waves: 33 / 32 of the time of 3072 rows.
        OperatorCost cost = Cost(new Gemm("", NumberFormat.Fp16, (12 * 256) + 1, 9 * 128, 4096));
        Assert.Equal(33.0 / 32 * 2 * 256 * 128 * 4096 / Rate, cost.Seconds, 1e-9);
    }

    [Fact]
    public void Does_a_long_sum_with_few_tiles_get_split()
    {
        // 64 x 64 x 32768: four tiles of 1024 results, 16 splits of 2048, 64 blocks at once: 2 x 1024 x 2048 operations, and 1 us to
        // add up the parts: 2.45 us. Unsplit it is 23.2 us.
        OperatorCost cost = Cost(new Gemm("", NumberFormat.Fp16, 64, 64, 32768));
        Assert.Equal((2.0 * 1024 * 2048 / Rate) + 1e-6, cost.Seconds, 1e-9);
        Assert.Equal(16, cost.Tiling.Splits);
        Assert.Equal(64, cost.Tiling.Tiles);
    }

    [Fact]
    public void Does_the_power_limit_set_the_clock()
    {
        // 1 pJ an operation at 312 TFLOPS is 312 W. Power falls with the square of the clock: at 156 W it is sqrt(1/2) of boost.
        PhysicalConstants hot = OnlyWaves with
        {
            Energy = new EnergyConstants { TensorJoules = 1e-12, L2JoulesPerByte = 0, StaticShare = 0, StaticWatts = 0, HbmJoulesPerByte = 0 },
        };
        Gemm work = new("", NumberFormat.Fp16, 12 * 256, 9 * 128, 4096);
        OperatorCost cool = new AnalyticCost(hot).Cost(work, Endless(A100));
        OperatorCost capped = new AnalyticCost(hot).Cost(work, Endless(A100) with { Tdp = new Power(156) });
        Assert.Equal(1, cool.ClockFactor);
        Assert.Equal(312, cool.Watts, 1e-3);
        Assert.Equal(Math.Sqrt(0.5), capped.ClockFactor, 1e-6);
        Assert.Equal(cool.Seconds / Math.Sqrt(0.5), capped.Seconds, 1e-9);
        Assert.Equal(156, capped.Watts, 1e-3);
    }

    [Fact]
    public void Do_weights_that_were_just_used_come_from_the_cache()
    {
        // 8 MiB of weights in 40 MiB of cache, one row: nothing else to move.
        Gemm cold = new("", NumberFormat.Fp16, 1, 2048, 2048);
        double memory = new AnalyticCost().Cost(cold, A100).Breakdown.Memory;
        double warm = new AnalyticCost().Cost(cold with { WeightDistance = cold.Bytes }, A100).Breakdown.Memory;
        Assert.InRange(memory, 2.0 * 2048 * 2048 / 2039e9, 1.6 * 2.0 * 2048 * 2048 / 2039e9);
        Assert.Equal(0, warm);
    }

    [Theory]
    [InlineData("a100-sxm4-80gb", 1)]
    [InlineData("t4", 1)]
    public void Do_rows_of_an_odd_number_of_elements_cost_only_where_loads_pass_registers(string name, double least)
    {
        HardwareGpu gpu = GpuCatalogue.Find(name)!;
        double even = new AnalyticCost().Cost(new Gemm("", NumberFormat.Fp32, 4096, 4096, 4096), gpu).Seconds;
        double odd = new AnalyticCost().Cost(new Gemm("", NumberFormat.Fp32, 4096, 4096, 4095), gpu).Seconds;
        bool registers = gpu.Generation is "turing";
        Assert.True(registers ? odd > 1.01 * least * even : odd <= even);
    }

    [Fact]
    public void Does_quantising_activations_start_kernels_of_its_own()
    {
        HardwareGpu b200 = GpuCatalogue.Find("b200-sxm-180gb")!;
        OperatorCost plain = new AnalyticCost().Cost(new Gemm("", FormatCatalogue.Find("fp4")!, 64, 4096, 4096), b200);
        OperatorCost quantised = new AnalyticCost().Cost(new Gemm("", FormatCatalogue.Find("nvfp4")!, 64, 4096, 4096), b200);
        Assert.Equal(1, plain.Kernels);
        Assert.Equal(3, quantised.Kernels);
        Assert.True(quantised.Seconds > plain.Seconds + 2e-6);
    }

    [Fact]
    public void Do_weights_of_eight_bits_halve_the_time_of_one_row()
    {
        Gemm half = new("", NumberFormat.Fp16, 1, 16384, 16384);
        Gemm eight = half with { Format = FormatCatalogue.Find("int8-wo")! };
        double ratio = new AnalyticCost().Cost(eight, A100).Seconds / new AnalyticCost().Cost(half, A100).Seconds;
        Assert.InRange(ratio, 0.5, 0.65);
    }

    private static OperatorCost Cost(Gemm work) => new AnalyticCost(OnlyWaves).Cost(work, Endless(A100));

    private static HardwareGpu Endless(HardwareGpu gpu) => gpu with { Memory = gpu.Memory with { Bandwidth = new Bandwidth(1e30) } };
}
