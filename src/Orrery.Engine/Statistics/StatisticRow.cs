using System.Globalization;

namespace Orrery.Engine.Statistics;

/// <summary>One line of a table of statistics.</summary>
/// <param name="Component">The full name of the component.</param>
/// <param name="Metric">The statistic, and which of its values: <c>hits</c>, <c>latency.p99</c>.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Value">The value.</param>
public readonly record struct StatisticRow(string Component, string Metric, string Unit, double Value)
{
    /// <summary>The value where it is a whole number; exact beyond 2^53, where <see cref="Value"/> is not.</summary>
    public long? Whole { get; init; }

    /// <summary>The value for a file: all digits, the same in every culture.</summary>
    public string Text => Whole?.ToString(CultureInfo.InvariantCulture) ?? Value.ToString("R", CultureInfo.InvariantCulture);
}
