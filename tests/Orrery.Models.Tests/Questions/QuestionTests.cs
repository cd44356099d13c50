using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Questions;
using Orrery.Experiments.Questions.Experts;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Questions;

/// <summary>Is each operator asked about as its declaration says?</summary>
public sealed class QuestionTests
{
    public static TheoryData<string> Names => [.. QuestionCatalogue.All.Select(question => question.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_the_example_of_each_question_have_an_answer(string name)
    {
        IQuestion question = QuestionCatalogue.Find(name)!;
        Loaded<Prediction> loaded = Ask(question, [.. Words(question.Example)]);

        Assert.Empty(loaded.Diagnostics);
        Prediction answer = loaded.Value!;
        Assert.True(answer.Cost.Seconds > 0);
        Assert.True(answer.Flops / answer.Cost.Seconds <= answer.PeakFlopsPerSecond, "faster than the peak");
        Assert.Equal(answer.ModelSeconds, answer.Cost.Seconds);
        Assert.Equal(name, answer.Question);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_each_size_of_nothing_refused(string name)
    {
        IQuestion question = QuestionCatalogue.Find(name)!;
        foreach (ParameterInfo size in ParameterList.Of(question.GetType()).Where(parameter => parameter.Type == "a whole number"))
        {
            (string, string)[] entries = [.. Words(question.Example).Where(entry => entry.Key != size.Path), (size.Path, "0")];
            Assert.Contains(Ask(question, entries).Diagnostics, mistake => mistake.Key == size.Path);
        }
    }

    [Fact]
    public void Are_sizes_that_make_no_sense_together_refused()
    {
        IReadOnlyList<Diagnostic> mistakes = Ask(new AttentionQuestion(), ("heads", "32"), ("kv_heads", "5"), ("queries", "64"), ("keys", "8")).Diagnostics;
        Assert.Equal(["kv_heads", "keys"], mistakes.Select(mistake => mistake.Key));
    }

    [Fact]
    public void Are_keys_and_heads_that_are_left_out_those_of_the_queries()
    {
        Prediction answer = Ask(new AttentionQuestion(), ("heads", "4"), ("queries", "64")).Value!;
        Assert.Equal("1 x 4/4 heads x 128, 64 on 64", answer.Shape);
    }

    [Fact]
    public void Is_a_block_of_experts_the_sum_of_its_operators()
    {
        Prediction answer = Ask(new MoeQuestion(), ("tokens", "64"), ("experts", "8"), ("per_token", "2"), ("hidden", "1024"), ("intermediate", "4096")).Value!;
        Assert.Equal(["routing", "grouped gemm", "activation", "grouped gemm", "routing"], answer.Steps.Select(step => step.Work.Kind));

        // 128 rows through (1024 x 8192) and (4096 x 1024), two operations a product.
        Assert.Equal(2.0 * 128 * ((1024 * 8192) + (4096 * 1024)), answer.Steps.Where(step => step.Work is GroupedGemm).Sum(step => step.Work.Flops));
        Assert.Equal(answer.Steps.Sum(step => step.Cost.Seconds), answer.Cost.Seconds, 1e-15);
        Assert.Equal(answer.Steps.Sum(step => step.Cost.Kernels), answer.Cost.Kernels);
        Assert.Equal("64 tokens, 2 of 8 experts, 1024 x 4096", answer.Shape);
        Assert.True(answer.RooflineSeconds < answer.Cost.Seconds);
    }

    [Fact]
    public void Are_experts_that_cannot_be_chosen_or_spread_refused() => Assert.Equal(["per_token", "gpus"],
        Ask(new GroupedGemmQuestion(), ("tokens", "64"), ("experts", "8"), ("per_token", "9"), ("n", "64"), ("k", "64"), ("gpus", "3")).Diagnostics.Select(mistake => mistake.Key));

    [Fact]
    public void Does_latent_attention_read_one_array_for_keys_and_values()
    {
        Attention work = (Attention)Ask(new AttentionQuestion(), ("heads", "128"), ("head_dim", "576"), ("value_dim", "512"), ("latent", "true"),
            ("queries", "1"), ("keys", "4096"), ("cache_dtype", "int8")).Value!.Steps[0].Work;

        // One shared head of 576 elements of one byte a token.
        Assert.Equal(4096.0 * 576, work.KeyBytes);
        Assert.Equal(2.0 * 128 * (576 + 512) * 4096, work.Flops);
    }

    [Fact]
    public void Is_a_misspelt_format_of_a_part_told_with_the_nearest()
    {
        Diagnostic mistake = Assert.Single(Ask(new QuantiseQuestion(), ("rows", "64"), ("columns", "64"), ("to", "itn8")).Diagnostics);
        Assert.Equal(("to", "int8"), (mistake.Key, mistake.Nearest));
    }

    [Fact]
    public void Is_a_format_that_the_gpu_lacks_refused_with_those_it_has()
    {
        Diagnostic mistake = Assert.Single(Ask(new GemmQuestion(), ("m", "64"), ("n", "64"), ("k", "64"), ("dtype", "fp8")).Diagnostics);
        Assert.Equal("a100-sxm4-80gb does not compute in fp8", mistake.Problem);
        Assert.Contains("bf16", mistake.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_an_override_reach_the_gpu_and_the_sizes()
    {
        MapNode document = Document(("m", "64"), ("n", "64"), ("k", "64"));
        Prediction answer = new PredictionReader("").Read(new GemmQuestion(), document, ["gpu.l2.size=80MiB", "k=128"]).Value!;
        Assert.Equal(80 * 1048576, answer.Gpu.L2.Size.Bytes);
        Assert.Equal("64 x 64 x 128", answer.Shape);
    }

    private static Loaded<Prediction> Ask(IQuestion question, params (string Key, string Value)[] entries) =>
        new PredictionReader("").Read(question, Document(entries), []);

    private static MapNode Document(params (string Key, string Value)[] entries) => new("test", 0,
        [.. entries.Prepend(("gpu", "a100-sxm4-80gb")).Select(entry => new MapEntry(entry.Item1, "test", 0, new ScalarNode("test", 0, entry.Item2)))]);

    // "--m 4096 --gated" as entries.
    private static IEnumerable<(string Key, string Value)> Words(string example)
    {
        foreach (string option in example.Split("--", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = option.Split(' ');
            bool off = words.Length == 1 && words[0].StartsWith("no-", StringComparison.Ordinal);
            yield return ((off ? words[0][3..] : words[0]).Replace('-', '_'), words.Length > 1 ? words[1] : off ? "false" : "true");
        }
    }
}
