using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;

namespace Orrery.Gpu.Measuring;

/// <summary>What papers and suites of benchmarks measured on a chip.</summary>
public sealed record PublishedSheet : IPreset
{
    [Parameter("The chip", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("GPUs with that chip, by the names of their data sheets")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("The values", Required = true)]
    public IReadOnlyList<PublishedValue> Values { get; init; } = [];

    /// <summary>The sheets that come with the program.</summary>
    public static PresetCatalogue<PublishedSheet> Presets { get; } =
        new(typeof(PublishedSheet).Assembly, "Orrery.Gpu.Measuring.Published.");

    /// <summary>The value of a microbenchmark; null where nobody published one.</summary>
    public PublishedValue? Of(Microbenchmark benchmark) => Values.FirstOrDefault(value => value.Benchmark == benchmark.Name);
}

/// <summary>A published value.</summary>
public sealed record PublishedValue
{
    [Parameter("The microbenchmark that measures it", Required = true)]
    public string Benchmark { get; init; } = "";

    [Parameter("The value, in the unit of the microbenchmark", Required = true, Min = 0, Max = 1e15)]
    public double Value { get; init; }

    [Parameter("Where it was published, and how it was converted", Required = true)]
    public string Source { get; init; } = "";
}
