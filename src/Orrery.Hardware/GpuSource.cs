using Orrery.Configuration.Binding;

namespace Orrery.Hardware;

/// <summary>Where values of a GPU come from.</summary>
public sealed record GpuSource
{
    [Parameter("Name of the document", Required = true)]
    public string From { get; init; } = "";

    [Parameter("Address of the document")]
    public string? Url { get; init; }

    [Parameter("Dotted paths of the values that it covers", Required = true)]
    public IReadOnlyList<string> Covers { get; init; } = [];

    [Parameter("What to know about these values")]
    public string? Note { get; init; }
}

/// <summary>A value that no document gives.</summary>
public sealed record GpuEstimate
{
    [Parameter("Dotted path of the value", Required = true)]
    public string Path { get; init; } = "";

    [Parameter("Why this number, in one line", Required = true)]
    public string Reason { get; init; } = "";
}
