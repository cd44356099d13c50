using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

public sealed class AttentionCostTests
{
    private static readonly AnalyticCost Cost = new();
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;
    private static readonly HardwareGpu H100 = GpuCatalogue.Find("h100-sxm5-80gb")!;
    private static readonly HardwareGpu B200 = GpuCatalogue.Find("b200-sxm-180gb")!;

    // One sequence with 4 heads of keys: unsplit it would keep 4 of 108 multiprocessors busy.
    [Fact]
    public void Does_one_long_sequence_use_more_multiprocessors_than_it_has_heads()
    {
        Attention long1 = Decode(batch: 1, heads: 32, kvHeads: 4, keys: 131072);
        OperatorCost split = Cost.Cost(long1, A100);
        Assert.True(split.Tiling.Splits > 8);

        // The varlen call of FlashAttention-2 does not split where each query head has keys of its own.
        OperatorCost unsplit = Cost.Cost(Decode(batch: 1, heads: 4, kvHeads: 4, keys: 131072), A100);
        Assert.Equal(1, unsplit.Tiling.Splits);
        Assert.True(unsplit.Seconds > 5 * split.Seconds);
    }

    // 2048 x 4 heads of one step each: blocks wait for latency, not for bytes.
    [Fact]
    public void Do_many_short_sequences_cost_starts_of_blocks()
    {
        double some = Cost.Cost(Decode(1024, 4, 4, 2), A100).Seconds;
        double more = Cost.Cost(Decode(2048, 4, 4, 2), A100).Seconds;
        Assert.InRange(more / some, 1.8, 2.05);
        Assert.True(more > 10 * Decode(2048, 4, 4, 2).Bytes / 2039e9);
    }

    [Fact]
    public void Does_a_large_batch_of_long_sequences_run_at_the_bandwidth_of_memory()
    {
        foreach (HardwareGpu gpu in new[] { A100, H100, B200 })
        {
            Attention work = Decode(64, 32, 8, 8192);
            OperatorCost cost = Cost.Cost(work, gpu);
            Assert.Equal(Bound.Memory, cost.Bound);
            Assert.InRange(work.Bytes / cost.Seconds / gpu.Memory.Bandwidth.BytesPerSecond, 0.65, 0.95);
        }
    }

    // FlashAttention-2 (Dao 2023, figure 5): 180 to 225 TFLOPS on A100; FlashAttention-3 (Shah et al. 2024, figure 5): 600 to 660
    // on H100, heads of 128, 16k tokens. A fifth more or less is what sources differ by.
    [Theory]
    [InlineData("a100-sxm4-80gb", true, 185)]
    [InlineData("a100-sxm4-80gb", false, 220)]
    [InlineData("h100-sxm5-80gb", true, 610)]
    [InlineData("h100-sxm5-80gb", false, 650)]
    public void Is_a_long_prefill_near_the_rates_that_papers_show(string gpu, bool causal, double teraflops)
    {
        Attention work = new("", NumberFormat.Bf16, 1, 16, 16, 128, 16384, 16384, causal);
        Assert.InRange(work.Flops / Cost.Cost(work, GpuCatalogue.Find(gpu)!).Seconds / 1e12, 0.8 * teraflops, 1.2 * teraflops);
    }

    [Fact]
    public void Is_a_window_cheaper_than_all_keys()
    {
        Attention all = new("", NumberFormat.Bf16, 1, 32, 8, 128, 16384, 16384, true);
        Assert.True(Cost.Cost(all with { Window = 1024 }, A100).Seconds < 0.25 * Cost.Cost(all, A100).Seconds);
    }

    [Fact]
    public void Does_the_kernel_pay_for_keys_that_it_also_writes()
    {
        Attention apart = new("", NumberFormat.Fp16, 1, 32, 4, 128, 2048, 2048, true) { Page = 16 };
        Assert.True(Cost.Cost(apart with { Appends = true }, A100).Seconds > 1.3 * Cost.Cost(apart, A100).Seconds);
    }

    [Fact]
    public void Do_more_sequences_or_keys_never_take_less_time() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(
            Gen.Choose(0, 6).SelectMany(batch => Gen.Choose(4, 15).SelectMany(keys =>
                Gen.Choose(0, 2).Select(gpu => (batch, keys, gpu)))).ToArbitrary(),
            draw =>
            {
                HardwareGpu gpu = new[] { A100, H100, B200 }[draw.gpu];
                Attention work = Decode(1 << draw.batch, 32, 8, 1 << draw.keys);
                double seconds = Cost.Cost(work, gpu).Seconds;
                return Cost.Cost(work with { Batch = 2 * work.Batch }, gpu).Seconds >= 0.98 * seconds
                    && Cost.Cost(work with { Keys = 2 * work.Keys }, gpu).Seconds >= 0.98 * seconds;
            }));

    [Fact]
    public void Does_a_better_machine_never_take_longer() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(
            Gen.Choose(1, 40).SelectMany(batch => Gen.Choose(0, 3).SelectMany(form => Gen.Choose(1, 12000).SelectMany(keys =>
                Gen.Choose(0, GpuCatalogue.All.Count - 1).SelectMany(gpu => Gen.Choose(1, 100).Select(more => (batch, form, keys, gpu, more))))))
                .ToArbitrary(),
            draw =>
            {
                HardwareGpu gpu = GpuCatalogue.All[draw.gpu];
                if (gpu.Peak.Of("fp16") is null)
                {
                    return true;
                }

                double more = 1 + (draw.more / 50.0);
                int queries = draw.form switch { 0 => 1, 1 => Math.Min(draw.keys, 64), _ => draw.keys };
                Attention work = new("", NumberFormat.Fp16, draw.batch, 32, draw.form == 2 ? 32 : 8, 128, queries, draw.keys, draw.form != 3)
                { Page = draw.form < 2 ? 64 : 0 };
                double seconds = Cost.Cost(work, gpu).Seconds * (1 + 1e-9);
                return Better(gpu, more).All(better => Cost.Cost(work, better).Seconds <= seconds);
            }));

    private static IEnumerable<HardwareGpu> Better(HardwareGpu gpu, double more)
    {
        int sms = (int)Math.Ceiling(gpu.SmCount * more);
        yield return gpu with { SmCount = sms, Peak = gpu.Peak.Times((double)sms / gpu.SmCount) };
        yield return gpu with { Clock = gpu.Clock with { Boost = new Frequency(gpu.Clock.Boost.Hertz * more) }, Peak = gpu.Peak.Times(more) };
        yield return gpu with { Memory = gpu.Memory with { Bandwidth = new Bandwidth(gpu.Memory.Bandwidth.BytesPerSecond * more) } };
        yield return gpu with { L2 = gpu.L2 with { Size = new ByteSize((long)(gpu.L2.Size.Bytes * more)) } };
        yield return gpu with { Tdp = new Power(gpu.Tdp.Watts * more) };
    }

    [Fact]
    public void Does_a_question_about_attention_or_experts_allocate_nothing()
    {
        ExpertLoad load = new(512, 128, 8, 1.2, 4);
        Operator[] work =
        [
            Decode(1, 32, 4, 100000), new Attention("", NumberFormat.Bf16, 1, 32, 8, 128, 3000, 5000, true) { Window = 700 },
            new CacheWrite("", NumberFormat.Bf16, 100, 2048, NumberFormat.Bf16), new GroupedGemm("", NumberFormat.Bf16, load, 1536, 2048),
            new ExpertSort("", NumberFormat.Bf16, load),
        ];
        double sum = work.Sum(item => Cost.Cost(item, A100).Seconds);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Operator item in work)
        {
            sum += Cost.Cost(item, A100).Seconds;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    [Fact]
    public void Does_every_gpu_price_attention_in_every_format_it_has()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            foreach (string name in gpu.Peak.Formats)
            {
                NumberFormat format = FormatCatalogue.Find(name)!;
                Attention prefill = new("", format, 2, 32, 8, 128, 1000, 1500, true) { Page = 16 };
                Attention latent = new("", format, 4, 128, 1, 576, 1, 3000, true) { ValueDim = 512, Latent = true, Page = 64 };
                Assert.InRange(Cost.Cost(prefill, gpu).Seconds, 1e-6, 1);
                Assert.InRange(Cost.Cost(latent, gpu).Seconds, 1e-6, 1);
            }
        }
    }

    private static Attention Decode(int batch, int heads, int kvHeads, int keys) =>
        new("", NumberFormat.Bf16, batch, heads, kvHeads, 128, 1, keys, Causal: true) { Page = 64 };
}
