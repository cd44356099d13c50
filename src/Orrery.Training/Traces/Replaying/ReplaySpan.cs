namespace Orrery.Training.Traces.Replaying;

/// <summary>What one node of a recorded rank did when.</summary>
/// <param name="Node">Its place in the trace.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Lane">Its communication stream; 0 for others.</param>
/// <param name="Start">First tick; of a receive the one from which it waits for a message that is on its way.</param>
/// <param name="End">The tick after the last.</param>
public readonly record struct ReplaySpan(int Node, NodeKind Kind, int Lane, long Start, long End);
