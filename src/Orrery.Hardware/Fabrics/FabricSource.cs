using Orrery.Configuration.Binding;

namespace Orrery.Hardware.Fabrics;

/// <summary>Where values of a fabric come from.</summary>
public sealed record FabricSource
{
    [Parameter("Name of the document", Required = true)]
    public string From { get; init; } = "";

    [Parameter("Address of the document")]
    public string? Url { get; init; }

    [Parameter("What it says of this fabric", Required = true)]
    public string Says { get; init; } = "";
}
