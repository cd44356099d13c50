namespace Orrery.Engine.Statistics;

/// <summary>A value at a time.</summary>
/// <param name="Tick">When it was taken.</param>
/// <param name="Value">In the unit of its series.</param>
public readonly record struct SamplePoint(long Tick, double Value);
