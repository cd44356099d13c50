namespace Orrery.Engine.Statistics;

/// <summary>How many values fell into a range.</summary>
/// <param name="Least">The least value of the range.</param>
/// <param name="Greatest">The greatest value of the range, which belongs to it.</param>
/// <param name="Count">How many values fell into it.</param>
public readonly record struct HistogramBucket(long Least, long Greatest, long Count);
