using Orrery.Experiments.Replay;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Reporting.Replay;

/// <summary>What a replay says in words, the same on the screen and in the report.</summary>
public static class ReplayVerdict
{
    /// <summary>What was replayed.</summary>
    public static string Work(ReplayedStep result) => $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(result.Traces))}: Chakra traces of "
        + $"{Readable.Whole(result.Replay.Ranks.Count)} rank{(result.Replay.Ranks.Count == 1 ? "" : "s")}";

    /// <summary>Where, and how.</summary>
    public static string Machine(ReplayedStep result) => $"on {result.Replay.Cluster.Name}, {TrainingVerdict.Gpus(result.Replay.Cluster)}; "
        + $"computation {(result.Options.RecordedCompute ? "as recorded" : $"by its operations in {result.Options.Format}")}, "
        + $"communication {(result.Options.RecordedCommunication ? "as recorded" : "over the fabric")}";

    /// <summary>The answer, as names and values.</summary>
    public static IEnumerable<(string Name, string? Value)> Answer(ReplayedStep result)
    {
        ReplayResult replay = result.Replay;
        yield return ("step time", TrainingVerdict.Seconds(result.TimeSeconds));
        yield return ("nodes", $"{Readable.Whole(replay.Nodes)}, {Readable.Whole(replay.Nodes / replay.Ranks.Count)} a rank");
        yield return ("collectives", Readable.Whole(replay.Collectives));
        yield return ("messages", $"{Readable.Whole(replay.Messages.Count)}, {Readable.Bytes(result.Bytes)}");
    }

    /// <summary>Where the time goes: of the rank that is done last, of the one that is done first, in the mean. Ticks add up to the step.</summary>
    public static IEnumerable<(string Who, double End, double Compute, double Communication, double Idle, double Hidden)> Times(ReplayedStep result)
    {
        yield return Of($"slowest, rank {result.Slowest.Rank}", [result.Slowest]);
        yield return Of($"fastest, rank {result.Fastest.Rank}", [result.Fastest]);
        yield return Of("mean of all", result.Replay.Ranks);
    }

    private static (string, double, double, double, double, double) Of(string who, IReadOnlyList<RankTime> ranks)
    {
        double Mean(Func<RankTime, long> part) => ranks.Average(rank => (double)part(rank)) * Ticks.Seconds(1);
        return (who, Mean(rank => rank.End), Mean(rank => rank.Compute), Mean(rank => rank.Communication), Mean(rank => rank.Idle), Mean(rank => rank.Hidden));
    }
}
