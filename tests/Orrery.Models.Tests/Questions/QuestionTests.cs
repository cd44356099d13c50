using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Questions;

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
        Assert.True(answer.Work.Flops / answer.Cost.Seconds <= answer.PeakFlopsPerSecond, "faster than the peak");
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
        Assert.Equal("1 x 4/4 heads x 128, 64 on 64", answer.Work.Shape);
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
        Assert.Equal("64 x 64 x 128", answer.Work.Shape);
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
