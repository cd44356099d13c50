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

    // silu: negate, exponential, add, divide; one multiplication for the gate.
    [Fact]
    public void Does_a_gated_activation_read_two_and_write_one() => Holds(
        new GatedActivation("", Half, 2048, 11008, ElementFunction.Silu), 5.0 * 2048 * 11008, 2 * 3.0 * 2048 * 11008);

    [Fact]
    public void Does_an_elementwise_function_move_each_operand_once()
    {
        Holds(new Elementwise("", Half, 2048, 4096, ElementFunction.Add), 2048 * 4096, 2 * 3 * 2048 * 4096);
        Holds(new Elementwise("", Half, 2048, 11008, ElementFunction.Gelu), 9.0 * 2048 * 11008, 2 * 2.0 * 2048 * 11008);
        Holds(new Elementwise("", Half, 10, 20, ElementFunction.Relu), 10 * 20, 2 * 2 * 10 * 20);
        Holds(new Elementwise("", Half, 10, 20, ElementFunction.Dropout), 2 * 10 * 20, 2 * 2.25 * 10 * 20);
    }

    [Theory]
    [InlineData("gelu_new", "gelu")]
    [InlineData("gelu_pytorch_tanh", "gelu")]
    [InlineData("swish", "silu")]
    [InlineData("relu", "relu")]
    public void Are_the_activations_of_configurations_found(string written, string meant) =>
        Assert.Equal(meant, ElementFunction.Activation(written).Name);

    // Maximum, subtract, exponential, sum, divide; one read, one write.
    [Fact]
    public void Does_a_softmax_read_and_write_its_rows_once() =>
        Holds(new Softmax("", NumberFormat.Fp32, 100, 2048), 5 * 100 * 2048, 4 * 2 * 100 * 2048);

    // Reads the array and the residual stream, writes the stream and the norm; one weight a column.
    [Fact]
    public void Does_a_norm_with_residual_move_four_arrays() =>
        Holds(new Norm("", Half, 2048, 4096, Rms: true, Residual: true), 5 * 2048 * 4096, 2 * ((4 * 2048 * 4096) + 4096));

    // Indices have eight bytes.
    [Fact]
    public void Does_an_embedding_copy_a_row_for_each_token()
    {
        Embedding gather = new("", Half, 100, 4096, 32000);
        Assert.Equal(0, gather.Flops);
        Assert.Equal((2.0 * 100 * 4096 * 2) + (100 * 8), gather.Bytes);
    }

    // Drawing needs softmax (five) and a comparison for each logit. An index of four bytes is written for each sequence.
    [Fact]
    public void Does_sampling_read_all_logits()
    {
        Holds(new Sampling("", Half, 16, 32000, Greedy: true), 16 * 32000, 16 * ((2 * 32000) + 4));
        Holds(new Sampling("", Half, 16, 32000), 6 * 16 * 32000, 16 * ((2 * 32000) + 4));
    }

    // fp16 to fp8 and back: 2 + 1 bytes. fp4 with an 8-bit scale for 16 numbers, if it has one, counts as the format says.
    [Fact]
    public void Does_a_conversion_read_one_format_and_write_the_other()
    {
        Holds(new Quantise("", Half, NumberFormat.Fp8, 100, 4096), 4 * 100 * 4096, 3 * 100 * 4096);
        Holds(new Quantise("", NumberFormat.Fp8, Half, 100, 4096), 100 * 4096, 3 * 100 * 4096);
        Assert.Equal((2 + NumberFormat.Fp4.Bytes) * 100 * 4096, new Quantise("", Half, NumberFormat.Fp4, 100, 4096).Bytes);
    }

    // Mixed precision: bf16 gradient 2, two fp32 moments read and written 16, fp32 master read and written 8, bf16 weight 2.
    // All fp32: gradient 4, moments 16, weights 8.
    [Fact]
    public void Does_adam_move_28_bytes_a_parameter_in_both_usual_recipes()
    {
        NumberFormat single = NumberFormat.Fp32, brain = NumberFormat.Bf16;
        Holds(new OptimizerStep("", brain, 5_000_000_000, brain, single, single), 16 * 5e9, 28 * 5e9);
        Holds(new OptimizerStep("", single, 1000, single, single), 16 * 1000, 28 * 1000);
    }

    [Fact]
    public void Does_routing_copy_each_row_to_its_experts_and_sum_them_back()
    {
        Holds(new Routing("", Half, 10, 4096, 8, 2, Combine: false), 10 * 8 * 5, 2 * ((3 * 10 * 4096) + (10 * 8)));
        Holds(new Routing("", Half, 10, 4096, 8, 2, Combine: true), 2 * 10 * 4096 * 2, 2 * 3 * 10 * 4096);
    }

    [Fact]
    public void Do_bytes_follow_the_format()
    {
        Assert.Equal(2 * Sum(NumberFormat.Fp8).Bytes, Sum(Half).Bytes);
        Assert.Equal(150, Sum(NumberFormat.Fp4).Bytes);
    }

    private static Elementwise Sum(NumberFormat format) => new("", format, 10, 10, ElementFunction.Add);

    private static void Holds(Operator work, double flops, double bytes)
    {
        Assert.Equal(flops, work.Flops);
        Assert.Equal(bytes, work.Bytes);
        Assert.Equal(flops / bytes, work.ArithmeticIntensity);
    }
}
