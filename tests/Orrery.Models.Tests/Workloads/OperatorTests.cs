using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

/// <summary>Operations and compulsory bytes of every operator, the arithmetic written out. fp16 has two bytes.</summary>
public sealed class OperatorTests
{
    private static readonly NumberFormat Half = NumberFormat.Fp16;

    [Fact]
    public void Does_a_gemm_count_two_for_a_multiply_add_and_each_matrix_once() =>
        Holds(new Gemm("", Half, 2048, 12288, 4096), 2.0 * 2048 * 12288 * 4096,
            2.0 * ((2048 * 4096) + (4096 * 12288) + (2048 * 12288)));

    [Fact]
    public void Does_a_bias_add_one_operation_an_output_and_one_row() =>
        Holds(new Gemm("", Half, 10, 20, 30, Bias: true), (2 * 10 * 20 * 30) + (10 * 20),
            2 * ((10 * 30) + (30 * 20) + (10 * 20) + 20));

    [Fact]
    public void Do_groups_multiply_everything() =>
        Holds(new Gemm("", Half, 10, 20, 30, Groups: 8), 8 * 2 * 10 * 20 * 30, 8 * 2 * ((10 * 30) + (30 * 20) + (10 * 20)));

    // Query i of 4 sees i keys: 1 + 2 + 3 + 4 = 10 pairs, two multiply-adds for each of 128 elements and 32 heads.
    [Fact]
    public void Does_causal_attention_count_only_what_is_seen() =>
        Holds(new Attention("", Half, 1, 32, 8, 128, 4, 4, Causal: true), 4 * 32 * 128 * 10,
            2 * 128 * ((2 * 32 * 4) + (2 * 8 * 4)));

    // Two new tokens on ten cached ones: 11 + 12 = 23 pairs.
    [Fact]
    public void Do_cached_tokens_count_for_every_query() =>
        Holds(new Attention("", Half, 3, 32, 8, 128, 2, 12, Causal: true), 4 * 3 * 32 * 128 * 23,
            2 * 3 * 128 * ((2 * 32 * 2) + (2 * 8 * 12)));

    [Fact]
    public void Does_decode_see_the_whole_cache() =>
        Holds(new Attention("", Half, 5, 32, 8, 128, 1, 1000, Causal: true), 4 * 5 * 32 * 128 * 1000.0,
            2 * 5 * 128 * ((2 * 32) + (2 * 8 * 1000.0)));

    [Fact]
    public void Does_an_encoder_see_all_pairs() =>
        Holds(new Attention("", Half, 1, 16, 16, 64, 197, 197, Causal: false), 4 * 16 * 64 * 197.0 * 197, 2 * 64 * 4 * 16 * 197);

    [Fact]
    public void Does_a_norm_read_and_write_the_array_and_read_its_weights()
    {
        Holds(new Norm("", Half, 2048, 4096, Rms: true), 4 * 2048 * 4096, 2 * ((2 * 2048 * 4096) + 4096));
        Holds(new Norm("", Half, 2048, 4096, Rms: false), 7 * 2048 * 4096, 2 * ((2 * 2048 * 4096) + (2 * 4096)));
    }

    [Fact]
    public void Does_rope_turn_pairs_in_place() => Holds(new Rope("", Half, 2048, 8192), 6 * 2048 * 4096, 2 * 2 * 2048 * 8192);

    [Fact]
    public void Does_a_gated_activation_read_two_and_write_one()
    {
        Holds(new Activation("", Half, 2048, 11008, "silu", Gated: true), 5.0 * 2048 * 11008, 2 * 3.0 * 2048 * 11008);
        Holds(new Activation("", Half, 2048, 11008, "gelu_new", Gated: false), 9.0 * 2048 * 11008, 2 * 2.0 * 2048 * 11008);
        Holds(new Activation("", Half, 10, 20, "relu", Gated: false), 10 * 20, 2 * 2 * 10 * 20);
    }

    [Fact]
    public void Does_a_residual_read_two_and_write_one() =>
        Holds(new Residual("", Half, 2048, 4096), 2048 * 4096, 2 * 3 * 2048 * 4096);

    [Fact]
    public void Does_routing_choose_from_all_scores_and_sum_what_experts_give_back()
    {
        Holds(new Routing("", Half, 10, 4096, 8, 2, Combine: false), 10 * 8 * 5, 10 * ((2 * 8) + (2 * 8)));
        Holds(new Routing("", Half, 10, 4096, 8, 2, Combine: true), 2 * 10 * 4096 * 2, 2 * 3 * 10 * 4096);
    }

    [Fact]
    public void Do_bytes_follow_the_format()
    {
        Assert.Equal(2 * new Residual("", NumberFormat.Fp8, 10, 10).Bytes, new Residual("", Half, 10, 10).Bytes);
        Assert.Equal(150, new Residual("", NumberFormat.Fp4, 10, 10).Bytes);
    }

    private static void Holds(Operator work, double flops, double bytes)
    {
        Assert.Equal(flops, work.Flops);
        Assert.Equal(bytes, work.Bytes);
        Assert.Equal(flops / bytes, work.ArithmeticIntensity);
    }
}
