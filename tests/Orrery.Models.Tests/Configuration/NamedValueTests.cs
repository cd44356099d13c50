using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Units;

namespace Orrery.Models.Tests.Configuration;

/// <summary>Mappings whose keys are the file's own, such as the calibration of a GPU.</summary>
public sealed class NamedValueTests
{
    [Fact]
    public void Are_numbers_and_quantities_read_under_any_name()
    {
        Settings settings = Bind("factors: {a_b: 1.5, C: -2e-6}\nsizes:\n  l3: 2 MiB\n", out List<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal([("a_b", 1.5), ("C", -2e-6)], settings.Factors.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(2L * 1024 * 1024, settings.Sizes["l3"].Bytes);
    }

    [Fact]
    public void Is_it_empty_where_nothing_is_given() => Assert.Empty(Bind("sizes: {}\n", out _).Factors);

    [Theory]
    [InlineData("factors: {a: much, b: 1}", "x.yaml:1: factors.a: is not a number (given 'much'; allowed: -10 to 10)")]
    [InlineData("factors: {a: 11}", "x.yaml:1: factors.a: is out of range (given '11'; allowed: -10 to 10)")]
    [InlineData("factors: 3", "x.yaml:1: factors: is a mapping of names, not a value (given '3'; allowed: {name: value, ...})")]
    [InlineData("factors: {a: [1]}", "x.yaml:1: factors.a: is a single value, not a list (allowed: -10 to 10)")]
    [InlineData("factors: {a: }", "x.yaml:1: factors.a: has no value (allowed: a number)")]
    [InlineData("factors:", "x.yaml:1: factors: has no value (allowed: a mapping of names)")]
    [InlineData("sizes: {a: 0 MiB}", "x.yaml:1: sizes.a: is physically impossible: it must be more than 0 (given '0 MiB'; allowed: more than 0)")]
    public void Is_a_mistake_told_with_its_name(string text, string expected)
    {
        _ = Bind(text + "\n", out List<Diagnostic> diagnostics);
        Assert.Equal(expected, Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void Does_the_resolved_file_load_as_the_same_values()
    {
        Settings settings = Bind("factors: {plain: 0.25, 'a: \"odd\" one': 3}\nsizes: {l3: 2 MiB}\n", out _);
        string text = ResolvedYaml.Write(settings);
        Assert.Equal("factors:\n  plain: 0.25\n  \"a: \\\"odd\\\" one\": 3\nsizes:\n  l3: 2 MiB\n", text);
        Settings again = Bind(text, out List<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal(settings.Factors, again.Factors);
        Assert.Equal(settings.Sizes, again.Sizes);
    }

    [Fact]
    public void Does_the_schema_allow_any_name_with_the_right_kind_of_value()
    {
        JsonObject schema = JsonSchemaOf.Class<Settings>();
        JsonNode factors = schema["properties"]!["factors"]!;
        Assert.Equal("""{"type":"number","minimum":-10,"maximum":10}""", factors["additionalProperties"]!.ToJsonString());
        Assert.Equal("object", (string?)factors["type"]);
    }

    private static Settings Bind(string text, out List<Diagnostic> diagnostics)
    {
        diagnostics = [];
        return new Binder(diagnostics).Bind<Settings>(YamlReader.Read("x.yaml", text, diagnostics)!);
    }

    public sealed record Settings
    {
        [Parameter("Factors by name", Min = -10, Max = 10)]
        public IReadOnlyDictionary<string, double> Factors { get; init; } = new Dictionary<string, double>();

        [Parameter("Sizes by name")]
        public IReadOnlyDictionary<string, ByteSize> Sizes { get; init; } = new Dictionary<string, ByteSize>();
    }
}
