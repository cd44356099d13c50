using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

public sealed class AttentionOperatorTests
{
    private static readonly NumberFormat Half = NumberFormat.Fp16;

    // New tokens 5 to 7 on top of 4: they see 5, 6 and 7.
    [Fact]
    public void Does_a_new_token_see_the_cached_ones_and_those_before_it() =>
        Assert.Equal(5 + 6 + 7, new Attention("", Half, 1, 1, 1, 64, 3, 7, Causal: true).Pairs);

    // Window 3 on five tokens: 1, 2, 3, 3, 3. With three of them cached only the last two count.
    [Theory]
    [InlineData(5, 5, 1 + 2 + 3 + 3 + 3)]
    [InlineData(2, 5, 3 + 3)]
    [InlineData(1, 1000, 3)]
    public void Does_a_window_cut_what_lies_further_back(int queries, int keys, double pairs) =>
        Assert.Equal(pairs, (new Attention("", Half, 1, 1, 1, 64, queries, keys, Causal: true) with { Window = 3 }).Pairs);

    // Two new tokens with a window of 3 see the last 4 of 100 keys.
    [Fact]
    public void Are_only_keys_read_that_some_query_sees()
    {
        Attention attention = new("", Half, 1, 8, 2, 64, 2, 100, Causal: true) { Window = 3 };
        Assert.Equal(4, attention.SeenKeys);
        Assert.Equal(2 * 2 * 4 * 64 * 2, attention.KeyBytes);
    }

    // Keys of 192 and values of 128: two operations for each element of both.
    [Fact]
    public void Do_values_of_another_width_count_with_their_own()
    {
        Attention attention = new("", Half, 1, 2, 2, 192, 10, 10, Causal: false) { ValueDim = 128 };
        Assert.Equal(2.0 * 2 * (192 + 128) * 100, attention.Flops);
        Assert.Equal(2.0 * 2 * 2 * 10 * (192 + 128), attention.Bytes);
    }

    [Fact]
    public void Does_a_cache_of_8_bits_halve_the_bytes_of_keys_alone()
    {
        Attention wide = new("", Half, 4, 32, 8, 128, 1, 1000, Causal: true);
        Attention narrow = wide with { CacheFormat = NumberFormat.Fp8 };
        Assert.Equal(wide.KeyBytes / 2, narrow.KeyBytes);
        Assert.Equal(wide.QueryBytes, narrow.QueryBytes);
    }

    [Fact]
    public void Does_a_cache_write_read_one_format_and_write_the_other()
    {
        CacheWrite write = new("", Half, 10, 2048, NumberFormat.Fp8);
        Assert.Equal(10 * 2048 * 3, write.Bytes);
        Assert.Equal(10 * 2048, write.Flops);
    }
}
