using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

/// <summary>A better GPU is never slower and more work never faster, on every GPU of the catalogue in every format that it has.</summary>
public sealed class GemmMonotonyTests
{
    // A sum that grows past a multiple of 128 may be cut into one more part, and past a multiple of 16 bytes may be loaded wide.
    private const double LongerSumGain = 0.8;

    private const double Rounding = 1 + 1e-9;

    private static readonly AnalyticCost Cost = new();

    [Fact]
    public void Does_a_better_gpu_never_take_longer() => ForAny((work, gpu) =>
    {
        foreach ((string what, HardwareGpu better) in Better(gpu))
        {
            Assert.True(Seconds(work, better) <= Seconds(work, gpu) * Rounding,
                $"{work.Shape} in {work.Format} on {gpu.Name} with more {what}: {Cost.Cost(work, gpu)} became {Cost.Cost(work, better)}");
        }

        return true;
    });

    // Whole multiples of 16 bytes, so that alignment stays as it is.
    private const int Columns = 32;

    [Fact]
    public void Do_more_rows_and_columns_never_take_less() => ForAny((work, gpu) =>
    {
        Gemm[] longer = [work with { M = work.M + 1 }, work with { M = 2 * work.M }, work with { N = work.N + Columns }];
        foreach (Gemm more in longer)
        {
            Assert.True(Seconds(more, gpu) * Rounding >= Seconds(work, gpu),
                $"{work.Shape} in {work.Format} on {gpu.Name}: {Cost.Cost(work, gpu)} became {Cost.Cost(more, gpu)} for {more.Shape}");
        }

        return true;
    });

    [Fact]
    public void Does_a_longer_sum_take_less_only_where_it_is_cut_finer() => ForAny((work, gpu) =>
        Seconds(work with { K = work.K + 1 }, gpu) >= LongerSumGain * Seconds(work, gpu)
        && Seconds(work with { K = 2 * work.K }, gpu) >= LongerSumGain * Seconds(work, gpu));

    [Fact]
    public void Does_no_board_draw_much_more_than_its_limit_or_less_than_its_idle_power() => ForAny((work, gpu) =>
        Cost.Cost(work, gpu) is { } cost && cost.ClockFactor is > 0 and <= 1
        && cost.Watts > 0.1 * gpu.Tdp.Watts && cost.Watts < 1.6 * gpu.Tdp.Watts);

    private static double Seconds(Gemm work, HardwareGpu gpu) => Cost.Cost(work, gpu).Seconds;

    // Arithmetic follows the clock and the number of multiprocessors; the rest stays as it is.
    private static IEnumerable<(string What, HardwareGpu Gpu)> Better(HardwareGpu gpu)
    {
        foreach (double factor in new[] { 1.01, 1.3, 2 })
        {
            int sms = (int)Math.Ceiling(gpu.SmCount * factor);
            yield return ("multiprocessors", gpu with { SmCount = sms, Peak = Scaled(gpu.Peak, (double)sms / gpu.SmCount) });
            yield return ("clock", gpu with
            {
                Clock = gpu.Clock with { Boost = new Frequency(gpu.Clock.Boost.Hertz * factor) },
                Peak = Scaled(gpu.Peak, factor),
            });
            yield return ("L2", gpu with { L2 = gpu.L2 with { Size = new ByteSize((long)(gpu.L2.Size.Bytes * factor)) } });
            Bandwidth bandwidth = new(gpu.Memory.Bandwidth.BytesPerSecond * factor);
            yield return ("bandwidth", gpu with { Memory = gpu.Memory with { Bandwidth = bandwidth } });
            yield return ("power", gpu with { Tdp = new Power(gpu.Tdp.Watts * factor) });
        }
    }

    private static GpuPeaks Scaled(GpuPeaks peak, double factor)
    {
        return peak with
        {
            Fp32 = By(peak.Fp32),
            Fp32Matrix = By(peak.Fp32Matrix),
            Tf32 = By(peak.Tf32),
            Fp16 = By(peak.Fp16),
            Bf16 = By(peak.Bf16),
            Fp8 = By(peak.Fp8),
            Fp6 = By(peak.Fp6),
            Fp4 = By(peak.Fp4),
            Int8 = By(peak.Int8),
            Int4 = By(peak.Int4),
        };

        OpRate? By(OpRate? rate) => rate is { } known ? new OpRate(known.PerSecond * factor) : null;
    }

    private static void ForAny(Func<Gemm, HardwareGpu, bool> holds)
    {
        Gen<(Gemm Work, HardwareGpu Gpu)> any =
            from gpu in Gen.Elements(GpuCatalogue.All.ToArray())
            from format in Gen.Elements(FormatCatalogue.All.Where(format => gpu.Peak.Of(format.Rate) is not null).ToArray())
            from m in Gen.Choose(0, 13)
            from odd in Gen.Choose(0, 100)
            from n in Gen.Choose(1, 12000)
            from k in Gen.Choose(1, 12000)
            from groups in Gen.Elements(1, 1, 1, 8)
            from layout in Gen.Elements(Layout.Tn, Layout.Nn)
            select (new Gemm("", format, (1 << m) + odd, n, k, groups) { Layout = layout }, gpu);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000),
            Prop.ForAll(any.ToArbitrary(), pair => holds(pair.Work, pair.Gpu)));
    }
}
