using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

public sealed class ExpertLoadTests
{
    [Theory]
    [InlineData(1, 8, 2, 0)]
    [InlineData(1000, 8, 2, 0)]
    [InlineData(1, 128, 8, 1.01)]
    [InlineData(16, 128, 8, 1.2)]
    [InlineData(4096, 256, 8, 1.2)]
    [InlineData(65536, 8, 2, 1.01)]
    public void Is_no_choice_lost_on_one_gpu(int tokens, int experts, int perToken, double skew)
    {
        ExpertLoad load = new(tokens, experts, perToken, skew);
        Assert.Equal((long)tokens * perToken, load.Total);
        Assert.All(load.Rows.ToArray(), rows => Assert.InRange(rows, 1, tokens));
        Assert.InRange(load.Busy, 1, experts);
    }

    [Fact]
    public void Do_tokens_without_skew_fall_evenly() =>
        Assert.Equal([3, 3, 2, 2], new ExpertLoad(5, 4, 2).Rows.ToArray());

    [Fact]
    public void Does_skew_fill_few_experts_and_the_busiest_gpu()
    {
        ExpertLoad even = new(4096, 128, 8, 0, 16);
        ExpertLoad skewed = new(4096, 128, 8, 1.2, 16);
        Assert.Equal(4096 * 8 / 16, even.Total);
        Assert.True(skewed.Total > 1.5 * even.Total);
        Assert.True(skewed.Rows.ToArray().Max() > 4 * even.Rows.ToArray().Max());
    }

    // Ranks 1 to 4 with exponent 1: 12, 6, 4 and 3 of 25.
    [Fact]
    public void Does_zipfs_law_go_by_rank() => Assert.Equal([12, 6, 4, 3], new ExpertLoad(25, 4, 1, 1, ByRank: true).Rows.ToArray());

    [Fact]
    public void Are_rows_the_same_whenever_they_are_asked()
    {
        Assert.Equal(new ExpertLoad(777, 64, 4, 1.1, 8).Rows.ToArray(), new ExpertLoad(777, 64, 4, 1.1, 8).Rows.ToArray());
        Assert.Equal(new ExpertLoad(777, 64, 4, 1.1, 8), new ExpertLoad(777, 64, 4, 1.1, 8));
        Assert.NotEqual(new ExpertLoad(777, 64, 4, 1.1, 8), new ExpertLoad(777, 64, 4, 1.2, 8));
    }

    // 5 choices an expert in blocks of 4: two blocks each.
    [Fact]
    public void Does_every_expert_fill_up_its_last_block() => Assert.Equal(8 * 2, new ExpertLoad(20, 8, 2).Blocks(4));

    [Fact]
    public void Does_a_grouped_multiplication_read_the_weights_of_busy_experts_alone()
    {
        GroupedGemm gemm = new("", NumberFormat.Fp16, new ExpertLoad(1, 8, 2), 100, 50);
        Assert.Equal(2.0 * 2 * 100 * 50, gemm.Flops);
        Assert.Equal(2 * ((2 * 50) + (2 * 100 * 50) + (2 * 100)), gemm.Bytes);
    }

    [Fact]
    public void Does_a_block_sort_multiply_activate_multiply_and_sum() => Assert.Equal(
        ["dispatch", "expert gate/up projection", "expert activation", "expert down projection", "combine"],
        new MoeBlock(new ExpertLoad(16, 8, 2), 4096, 14336, Gated: true, "silu", NumberFormat.Fp16).Build().Select(work => work.Name));
}
