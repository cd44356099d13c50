namespace Orrery.Training.Traces.Rows;

/// <summary>A bar of a time line.</summary>
/// <param name="Name">What is seen.</param>
/// <param name="Start">First tick.</param>
/// <param name="End">The tick after the last.</param>
/// <param name="Count">For how many bars it stands that would be too many one by one.</param>
public readonly record struct TimelineSpan(string Name, long Start, long End, int Count = 1);

/// <summary>
/// One row of a time line for Perfetto: bars that follow each other. Data alone; whoever writes files turns each into a track of a process.
/// </summary>
/// <param name="Rank">The rank, which is a process of its own.</param>
/// <param name="RankName">Its name: "rank 12, stage 3, replica 0".</param>
/// <param name="Track">Number of the row within the rank, from 1.</param>
/// <param name="Name">Its name: "compute".</param>
/// <param name="Spans">Its bars in order; none overlaps the next.</param>
public sealed record TimelineRow(int Rank, string RankName, int Track, string Name, IReadOnlyList<TimelineSpan> Spans);
