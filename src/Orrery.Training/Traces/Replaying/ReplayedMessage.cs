namespace Orrery.Training.Traces.Replaying;

/// <summary>A message of a replay, the same for both ends.</summary>
/// <param name="From">Rank that sends.</param>
/// <param name="To">Rank that receives.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Start">Tick in which it leaves.</param>
/// <param name="End">Tick in which it is there.</param>
public readonly record struct ReplayedMessage(int From, int To, long Bytes, long Start, long End);
