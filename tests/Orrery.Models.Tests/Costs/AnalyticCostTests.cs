using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

public sealed class AnalyticCostTests
{
    private const double PhysicalLaunch = 2e-6;

    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;
    private static readonly AnalyticCost Cost = new();

    [Fact]
    public void Does_more_of_anything_never_make_a_gpu_slower() => ForAnyWork(work =>
    {
        double before = Cost.Cost(work, A100).Seconds;
        return Improvements().All(better => Cost.Cost(work, better).Seconds <= before * (1 + 1e-12));
    });

    [Fact]
    public void Does_more_work_never_take_less_time_than_one_row_of_it() => ForAnyWork(work =>
    {
        double one = Cost.Cost(Gemm(1, work), A100).Seconds;
        return Cost.Cost(Gemm(4096, work), A100).Seconds >= one;
    });

    [Fact]
    public void Is_no_time_shorter_than_the_peaks_allow() => ForAnyWork(work =>
    {
        OperatorCost cost = Cost.Cost(work, A100);
        return cost.Seconds > work.Flops / 312e12 && cost.Seconds >= PhysicalLaunch && double.IsFinite(cost.Seconds);
    });

    [Fact]
    public void Does_the_breakdown_explain_the_time() => ForAnyWork(work =>
    {
        OperatorCost cost = Cost.Cost(work, A100);
        CostBreakdown parts = cost.Breakdown;
        double longest = Math.Max(parts.Compute, Math.Max(parts.Memory, parts.L2));
        return cost.Seconds >= longest + parts.Launch - 1e-15 && cost.Seconds <= parts.Parts.Sum(part => part.Seconds) + 1e-15;
    });

    [Fact]
    public void Is_work_bound_by_what_it_should_be()
    {
        Assert.Equal(Bound.Compute, Cost.Cost(new Gemm("", NumberFormat.Fp16, 4096, 8192, 8192), A100).Bound);
        Assert.Equal(Bound.Memory, Cost.Cost(new Gemm("", NumberFormat.Fp16, 1, 8192, 8192), A100).Bound);
        Assert.Equal(Bound.Memory, Cost.Cost(new Elementwise("", NumberFormat.Fp16, 65536, 4096, ElementFunction.Add), A100).Bound);
        Assert.Equal(Bound.Launch, Cost.Cost(new Elementwise("", NumberFormat.Fp16, 1, 4096, ElementFunction.Add), A100).Bound);
        Assert.Equal(Bound.Memory, Cost.Cost(new Attention("", NumberFormat.Fp16, 64, 32, 8, 128, 1, 4096, true), A100).Bound);
        Assert.Equal(Bound.Compute, Cost.Cost(new Attention("", NumberFormat.Fp16, 8, 32, 8, 128, 4096, 4096, true), A100).Bound);
    }

    [Fact]
    public void Does_a_multiplication_step_up_where_a_wave_of_tiles_ends()
    {
        // 108 multiprocessors and tiles of 256 x 128: 108 tiles are one wave, one more row of tiles needs a second.
        double full = Cost.Cost(new Gemm("", NumberFormat.Fp16, 256 * 12, 128 * 9, 8192), A100).Seconds;
        double over = Cost.Cost(new Gemm("", NumberFormat.Fp16, (256 * 12) + 1, 128 * 9, 8192), A100).Seconds;
        Assert.InRange(over / full, 1.05, 2);
    }

    [Fact]
    public void Does_a_lower_power_limit_slow_only_what_is_bound_by_power()
    {
        HardwareGpu capped = A100 with { Tdp = new Power(200) };
        Gemm large = new("", NumberFormat.Fp16, 8192, 8192, 8192);
        Elementwise stream = new("", NumberFormat.Fp16, 8192, 8192, ElementFunction.Add);
        Assert.True(Cost.Cost(large, capped).Seconds > 1.3 * Cost.Cost(large, A100).Seconds);
        Assert.Equal(Cost.Cost(stream, A100).Seconds, Cost.Cost(stream, capped).Seconds);
    }

    [Fact]
    public void Does_a_question_allocate_nothing()
    {
        Operator[] work =
        [
            new Gemm("", NumberFormat.Fp16, 2048, 4096, 4096),
                new Attention("", NumberFormat.Fp16, 1, 32, 32, 128, 2048, 2048, true),
            new Norm("", NumberFormat.Fp16, 2048, 4096, true), new Elementwise("", NumberFormat.Fp16, 2048, 4096, ElementFunction.Add),
        ];
        double sum = Ask();
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);

        double Ask()
        {
            double total = 0;
            foreach (Operator item in work)
            {
                total += Cost.Cost(item, A100).Seconds;
            }

            return total;
        }
    }

    [Fact]
    public void Does_every_gpu_answer_in_every_format_it_has()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            foreach (string format in gpu.Peak.Formats)
            {
                Assert.InRange(Cost.Cost(new Gemm("", FormatCatalogue.Find(format)!, 512, 4096, 4096), gpu).Seconds, 1e-6, 1);
            }
        }
    }

    private static Gemm Gemm(int rows, Operator like) =>
        new("", NumberFormat.Fp16, rows, 64 + ((int)(like.Flops % 8000)), 64 + ((int)(like.Bytes % 8000)));

    // More multiprocessors bring their own arithmetic units along; the rest stays.
    private static IEnumerable<HardwareGpu> Improvements()
    {
        foreach (double factor in new[] { 1.01, 1.5, 2.0 })
        {
            int sms = (int)Math.Ceiling(A100.SmCount * factor);
            double exact = (double)sms / A100.SmCount;
            yield return A100 with
            {
                Memory =
                A100.Memory with { Bandwidth = new Bandwidth(A100.Memory.Bandwidth.BytesPerSecond * factor) }
            };
            yield return A100 with { L2 = new GpuL2 { Size = new ByteSize((long)(A100.L2.Size.Bytes * factor)) } };
            yield return A100 with { Tdp = new Power(A100.Tdp.Watts * factor) };
            yield return A100 with
            {
                SmCount = sms,
                Peak = new GpuPeaks { Fp16 = new OpRate(312e12 * exact), Fp32 = new OpRate(19.5e12 * exact) }
            };
            yield return A100 with
            {
                Peak =
                new GpuPeaks { Fp16 = new OpRate(312e12 * factor), Fp32 = new OpRate(19.5e12 * factor) }
            };
        }
    }

    private static void ForAnyWork(Func<Operator, bool> holds)
    {
        Gen<Operator> any =
            from kind in Gen.Choose(0, 7)
            from a in Gen.Choose(0, 13)
            from b in Gen.Choose(1, 12000)
            from c in Gen.Choose(1, 12000)
            select Make(kind, 1 << a, b, c);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300), Prop.ForAll(any.ToArbitrary(), holds));
    }

    private static Operator Make(int kind, int rows, int width, int depth) => kind switch
    {
        0 => new Gemm("", NumberFormat.Fp16, rows, width, depth),
        1 => new Attention("", NumberFormat.Fp16, 1 + (width % 64), 32, 8, 128, 1, depth, Causal: true),
        2 => new Attention("", NumberFormat.Fp16, 1 + (width % 4), 32, 32, 128, rows, rows + (depth % 1000), Causal: true),
        3 => new Norm("", NumberFormat.Fp16, rows, width, Rms: true),
        4 => new Rope("", NumberFormat.Fp16, rows, width),
        5 => new Elementwise("", NumberFormat.Fp16, rows, width, ElementFunction.Gelu),
        6 => new Embedding("", NumberFormat.Fp16, rows, width, 32000),
        _ => new GatedActivation("", NumberFormat.Fp16, rows, width, ElementFunction.Silu),
    };
}
