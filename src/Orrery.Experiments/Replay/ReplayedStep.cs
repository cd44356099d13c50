using Orrery.Experiments.Training;
using Orrery.Training.Traces;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Experiments.Replay;

/// <summary>A replay of execution traces. Its operations are not counted, for traces need not tell them: <see cref="ExperimentResult.Flops"/> is 0.</summary>
public sealed record ReplayedStep : ExperimentResult
{
    /// <summary>What the ranks did.</summary>
    public required ReplayResult Replay { get; init; }

    /// <summary>The folder of the traces, or what stands before the rank in their names.</summary>
    public required string Traces { get; init; }

    /// <summary>How they were replayed.</summary>
    public required ReplayOptions Options { get; init; }

    /// <summary>How closely collectives and messages were modelled.</summary>
    public required string Fidelity { get; init; }

    /// <summary>Ranks that a time line shows.</summary>
    public required IReadOnlyList<int> TraceRanks { get; init; }

    /// <summary>The part of the step that it shows; null for all of it.</summary>
    public TraceWindow? TraceWindow { get; init; }

    /// <summary>The rank that is done last; the first of them where several are.</summary>
    public RankTime Slowest => Replay.Ranks.MaxBy(rank => rank.End)!;

    /// <summary>The rank that is done first.</summary>
    public RankTime Fastest => Replay.Ranks.MinBy(rank => rank.End)!;
}
