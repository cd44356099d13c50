namespace Orrery.Engine.Tracing;

/// <summary>What went into a trace file.</summary>
/// <param name="Written">Events in the file.</param>
/// <param name="Dropped">Events that were asked for but lie beyond the maximum.</param>
public readonly record struct TraceSummary(long Written, long Dropped);
