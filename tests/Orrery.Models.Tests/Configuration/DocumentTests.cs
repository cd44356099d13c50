using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.Models.Tests.Configuration;

public sealed class DocumentTests
{
    [Fact]
    public void Does_every_value_know_its_line()
    {
        MapNode root = Read("a: 1\nb:\n  c: 2\n  d: [3, 4]\n");
        Assert.Equal([1, 2], root.Entries.Select(entry => entry.Line));
        MapNode inner = Assert.IsType<MapNode>(root.Find("b"));
        Assert.Equal([3, 4], inner.Entries.Select(entry => entry.Line));
    }

    [Fact]
    public void Is_a_key_that_is_given_twice_reported_and_the_first_kept()
    {
        List<Diagnostic> diagnostics = [];
        MapNode? root = YamlReader.Read("x.yaml", "a: 1\nb: 2\na: 3\n", diagnostics);
        Assert.Equal("x.yaml:3: a: is given twice, first in line 1", Assert.Single(diagnostics).ToString());
        Assert.Equal("1", Assert.IsType<ScalarNode>(root!.Find("a")).Text);
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("a: 1\n  b: 2\n")]
    [InlineData("a: \"open\n")]
    [InlineData("a:\n\t- 1\n")]
    public void Does_broken_yaml_give_one_diagnostic_with_a_line(string text)
    {
        List<Diagnostic> diagnostics = [];
        Assert.Null(YamlReader.Read("x.yaml", text, diagnostics));
        Diagnostic problem = Assert.Single(diagnostics);
        Assert.True(problem.Line > 0);
        Assert.StartsWith("is no valid YAML", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x.yaml: the file is empty")]
    [InlineData("- 1\n- 2\n", "x.yaml:1: the file must hold keys with values, not a list")]
    [InlineData("just words", "x.yaml:1: the file must hold keys with values, not a value")]
    public void Is_a_file_without_keys_refused(string text, string expected)
    {
        List<Diagnostic> diagnostics = [];
        Assert.Null(YamlReader.Read("x.yaml", text, diagnostics));
        Assert.Equal(expected, Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void Do_anchors_stand_for_their_value()
    {
        MapNode root = Read("a: &here {b: 1}\nc: *here\n");
        Assert.Equal(root.Find("a"), root.Find("c"));
    }

    [Fact]
    public void Do_overrides_change_replace_and_extend()
    {
        List<Diagnostic> diagnostics = [];
        MapNode root = Overrides.Apply(Read("a: 1\ngpu: some-name\n"), ["a=2", "gpu.l2.size=64MiB", "new=x=y"], diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal("2", ((ScalarNode)root.Find("a")!).Text);
        Assert.Equal("x=y", ((ScalarNode)root.Find("new")!).Text);
        MapNode gpu = (MapNode)root.Find("gpu")!;
        Assert.Equal("some-name", ((ScalarNode)gpu.Find("preset")!).Text);
        Assert.Equal("64MiB", ((ScalarNode)((MapNode)gpu.Find("l2")!).Find("size")!).Text);
    }

    [Theory]
    [InlineData("sequnce", "sequence", true)]
    [InlineData("a100-sxm-80gb", "a100-sxm4-80gb", true)]
    [InlineData("GPU", "gpu", true)]
    [InlineData("colour", "sequence", false)]
    public void Are_only_likely_slips_suggested(string given, string candidate, bool suggested) =>
        Assert.Equal(suggested ? candidate : null, NearestName.Of(given, [candidate]));

    private static MapNode Read(string text)
    {
        List<Diagnostic> diagnostics = [];
        MapNode? root = YamlReader.Read("x.yaml", text, diagnostics);
        Assert.Empty(diagnostics);
        return root!;
    }
}
