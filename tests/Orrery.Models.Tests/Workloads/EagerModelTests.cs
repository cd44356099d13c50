using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

/// <summary>Layers and models as an eager framework runs them.</summary>
public sealed class EagerModelTests
{
    private static readonly TransformerModel Bert = ModelCatalogue.Find("bert-large")!;
    private static readonly TransformerModel Gpt2 = ModelCatalogue.Find("gpt2-large")!;

    [Fact]
    public void Does_a_bert_layer_keep_its_scores_in_memory() => Assert.Equal(
        ["query projection", "key projection", "value projection", "query heads", "key heads", "scores", "scale", "mask", "softmax",
            "value heads", "weighted values", "merge heads", "output projection", "attention residual", "attention norm",
            "up projection", "activation", "down projection", "MLP residual", "MLP norm"],
        Layer(Bert).Select(work => work.Name));

    [Fact]
    public void Does_gpt2_compose_its_gelu_of_eight_kernels_unless_it_is_compiled()
    {
        Assert.Equal(["pow_scalar", "mul_scalar", "add", "mul_scalar", "tanh", "add_scalar", "mul_scalar", "mul"],
            Layer(Gpt2).Where(work => work.Name == "activation").Select(work => ((Elementwise)work).Function.Name));
        Assert.Single(EagerLayer.Forward(Gpt2, Shape(compiled: true)), work => work.Name == "activation");
    }

    // t = 2 x 512 tokens, h = 1024: projections 2 t 4 h^2, MLP 2 t 8 h^2, scores and values 2 x 2 t 512 h; biases 9 t h.
    [Fact]
    public void Are_the_matrix_operations_of_a_bert_layer_the_closed_form()
    {
        const double t = 1024, h = 1024;
        Assert.Equal((2 * t * 12 * h * h) + (4 * t * 512 * h) + (9 * t * h), Layer(Bert).OfType<Gemm>().Sum(work => work.Flops));
    }

    // Scores: 2 x 16 x 512 rows of 512, four bytes: 33.5 MB. Compiled, scale and mask (two transfers each) vanish into softmax, and
    // two residual sums (three each of 4.2 MB) into norms that move four instead of two.
    [Fact]
    public void Does_compiling_save_the_transfers_between_simple_operators()
    {
        double scores = 2.0 * 16 * 512 * 512 * 4;
        double rows = 2.0 * 512 * 1024 * 4;
        double saved = (4 * scores) + (2 * 3 * rows) - (2 * 2 * rows);
        Assert.Equal(saved, Layer(Bert).Sum(work => work.Bytes) - EagerLayer.Forward(Bert, Shape(compiled: true)).Sum(work => work.Bytes));
    }

    [Fact]
    public void Does_the_backward_pass_multiply_twice_for_each_multiplication()
    {
        double forward = Flops(EagerModel.Forward(Gpt2, Shape(training: true)));
        Assert.Equal(2 * forward, Flops(EagerModel.Backward(Gpt2, Shape(training: true))), forward * 1e-12);

        static double Flops(IEnumerable<Operator> work) => work.OfType<Gemm>().Sum(gemm => 2.0 * gemm.Groups * gemm.M * gemm.N * gemm.K);
    }

    [Fact]
    public void Do_dropout_and_the_vocabulary_of_an_encoder_belong_to_training_alone()
    {
        Assert.DoesNotContain(EagerModel.Forward(Bert, Shape()), work => work.Name is "dropout" or "vocabulary head");
        IReadOnlyList<Operator> training = EagerModel.Forward(Bert, Shape(training: true));
        Assert.Equal(3 * 24, training.Count(work => work.Name == "dropout"));
        Assert.Single(training, work => work.Name == "vocabulary head");
    }

    private static IReadOnlyList<Operator> Layer(TransformerModel model) => EagerLayer.Forward(model, Shape());

    private static EagerShape Shape(bool compiled = false, bool training = false) =>
        new(2, 512, NumberFormat.Fp32, compiled, training);
}
