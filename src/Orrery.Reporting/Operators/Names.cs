using System.Globalization;
using Orrery.CostModels;

namespace Orrery.Reporting.Operators;

/// <summary>Words for things, the same in every output.</summary>
public static class Names
{
    public static string Of(Bound bound) => bound switch
    {
        Bound.Compute => "compute",
        Bound.Memory => "memory",
        Bound.L2 => "L2",
        Bound.Launch => "launch",
        Bound.Network => "network",
        _ => bound.ToString(),
    };

    public static string Capital(string text) =>
        text.Length == 0 ? text : text[..1].ToUpper(CultureInfo.InvariantCulture) + text[1..];
}
