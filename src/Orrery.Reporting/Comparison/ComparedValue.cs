namespace Orrery.Reporting.Comparison;

/// <summary>A number of two runs.</summary>
/// <param name="Group">What it belongs with: "whole", "warps".</param>
/// <param name="Name">What it is.</param>
/// <param name="Unit">"s", "B", "1" for a count, "share" for a part of a whole.</param>
/// <param name="First">In the first run; null where it has none.</param>
/// <param name="Second">In the second run.</param>
public sealed record ComparedValue(string Group, string Name, string Unit, double? First, double? Second)
{
    /// <summary>Whether it is a part of a whole, whose difference counts in points.</summary>
    public bool IsShare => Unit == "share";

    /// <summary>How much more the second has: of the first's, or in points of a share; null where one has none.</summary>
    public double? Change => First is not { } first || Second is not { } second ? null
        : IsShare ? second - first : first == 0 ? null : (second / first) - 1;
}
