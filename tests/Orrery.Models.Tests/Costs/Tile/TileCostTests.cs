using System.Diagnostics;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Tile;
using Orrery.Experiments;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs.Tile;

/// <summary>Answers to questions about operators.</summary>
public sealed class TileCostTests
{
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;
    private static readonly TileCost Cost = new();
    private static readonly AnalyticCost Closed = new();

    [Fact]
    public void Is_the_fidelity_found_by_its_name() => Assert.IsType<TileCost>(Fidelities.Find("tile"));

    [Fact]
    public void Does_it_agree_with_closed_forms_where_nothing_contends()
    {
        // Many full waves of arithmetic, and long streams.
        Agrees(new Gemm("", NumberFormat.Fp16, 8192, 8192, 8192));
        Agrees(new Gemm("", NumberFormat.Fp16, 1, 16384, 16384));
        Agrees(new Elementwise("", NumberFormat.Fp16, 65536, 4096, ElementFunction.Add));
        Agrees(new Attention("", NumberFormat.Fp16, 8, 32, 32, 128, 4096, 4096, Causal: false));

        static void Agrees(Operator work)
        {
            double ratio = Cost.Cost(work, A100).Seconds / Closed.Cost(work, A100).Seconds;
            Assert.True(Math.Abs(ratio - 1) < 0.1, $"{work.Kind} {work.Shape}: {ratio:F3} of the closed form");
        }
    }

    [Fact]
    public void Is_a_question_answered_the_same_again()
    {
        Gemm gemm = new("", NumberFormat.Fp16, 1000, 3000, 2000);
        Assert.Equal(Cost.Cost(gemm, A100), new TileCost().Cost(gemm, A100));
    }

    [Fact]
    public void Does_the_breakdown_lie_within_the_time()
    {
        Operator[] samples =
        [
            new Gemm("", NumberFormat.Fp16, 4096, 8192, 8192), new Gemm("", NumberFormat.Fp16, 1, 8192, 8192),
            new Norm("", NumberFormat.Fp16, 1, 4096, Rms: true),
            new Elementwise("", NumberFormat.Fp16, 65536, 4096, ElementFunction.Add),
        ];
        Bound[] bounds = [Bound.Compute, Bound.Memory, Bound.Launch, Bound.Memory];
        foreach ((Operator work, Bound bound) in samples.Zip(bounds))
        {
            OperatorCost cost = Cost.Cost(work, A100);
            double longest = Math.Max(cost.Breakdown.Compute, Math.Max(cost.Breakdown.Memory, cost.Breakdown.L2));
            Assert.InRange(longest + cost.Breakdown.Launch, 0, cost.Seconds * (1 + 1e-12));
            Assert.Equal(bound, cost.Bound);
        }
    }

    [Fact]
    public void Does_the_extrapolation_of_a_long_kernel_grow_with_its_tiles()
    {
        // 20,000 and 80,000 tiles of one shape: beyond what is simulated, so the steady state decides.
        Gemm one = new("", NumberFormat.Fp16, 128, 128, 1024, Groups: 20000);
        double ratio = Cost.Cost(one with { Groups = 80000 }, A100).Seconds / Cost.Cost(one, A100).Seconds;
        Assert.InRange(ratio, 3.8, 4.2);
    }

    [Fact]
    public void Does_one_long_group_make_a_kernel_longer_than_even_groups()
    {
        // 4096 rows in tiles of 128: 32 rows of tiles where groups are even; 7 groups of 65 rows fill 7 rows of tiles and the long one 29.
        Machine machine = new(A100, NumberFormat.Fp16, PhysicalConstants.Default);
        Tiling tiling = new(128, 128, 1, 32 * 32, 1);
        long even = Run([512, 512, 512, 512, 512, 512, 512, 512]).End;
        long uneven = Run([65, 65, 65, 65, 65, 65, 65, 4096 - (7 * 65)]).End;
        Assert.True(uneven > even, $"{even} ticks evenly, {uneven} unevenly");

        KernelRun Run(int[] rows)
        {
            GemmWork work = new(rows, 4096, 4096, NumberFormat.Fp16);
            return KernelSimulation.Run(GemmKernel.Of(work, tiling, GemmRates.Of(work, tiling, machine, 1), machine));
        }
    }

    [Fact]
    public void Does_a_large_multiplication_take_milliseconds_to_answer()
    {
        // 2048 tiles; about 5 ms on one core. The limit leaves room for a slow and busy machine.
        Gemm large = new("", NumberFormat.Fp16, 8192, 8192, 8192);
        Cost.Cost(large, A100);
        long started = Stopwatch.GetTimestamp();
        Cost.Cost(large, A100);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 500);
    }
}
