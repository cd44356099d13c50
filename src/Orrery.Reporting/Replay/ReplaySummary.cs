using System.Text.Json.Nodes;
using Orrery.Experiments.Replay;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Reporting.Replay;

/// <summary>A replay as JSON: what <c>summary.json</c> holds and <c>--json</c> prints. Names carry their unit.</summary>
public static class ReplaySummary
{
    public static JsonObject ToJson(ReplayedStep result)
    {
        ReplayResult replay = result.Replay;
        return new JsonObject
        {
            ["experiment"] = result.Kind,
            ["name"] = result.Name,
            ["cluster"] = replay.Cluster.Name,
            ["gpu"] = string.Join(", ", replay.Cluster.Groups.Select(group => group.Gpu.Name)),
            ["fidelity"] = result.Fidelity,
            ["format"] = result.Options.Format,
            ["recorded_compute"] = result.Options.RecordedCompute,
            ["recorded_communication"] = result.Options.RecordedCommunication,
            ["stream_per_group"] = result.Options.StreamPerGroup,
            ["time_s"] = result.TimeSeconds,
            ["step_time_s"] = result.TimeSeconds,
            ["ranks"] = replay.Ranks.Count,
            ["nodes"] = replay.Nodes,
            ["messages"] = replay.Messages.Count,
            ["message_bytes"] = result.Bytes,
            ["collectives"] = replay.Collectives,
            ["breakdown"] = Mean(replay),
            ["slowest_rank"] = Of(result.Slowest),
            ["fastest_rank"] = Of(result.Fastest),
            ["by_rank"] = new JsonArray([.. replay.Ranks.Select(rank => (JsonNode)Of(rank))]),
            ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        };
    }

    // Parts of the step of a rank in the mean; they add up to the step.
    private static JsonObject Mean(ReplayResult replay) => new()
    {
        ["compute"] = Seconds(replay.Ranks.Average(rank => (double)rank.Compute)),
        ["communication"] = Seconds(replay.Ranks.Average(rank => (double)rank.Communication)),
        ["idle"] = Seconds(replay.Ranks.Average(rank => (double)rank.Idle)),
    };

    private static JsonObject Of(RankTime rank) => new()
    {
        ["rank"] = rank.Rank,
        ["nodes"] = rank.Nodes,
        ["end_s"] = Ticks.Seconds(rank.End),
        ["compute_s"] = Ticks.Seconds(rank.Compute),
        ["communication_s"] = Ticks.Seconds(rank.Communication),
        ["idle_s"] = Ticks.Seconds(rank.Idle),
        ["hidden_communication_s"] = Ticks.Seconds(rank.Hidden),
    };

    private static double Seconds(double ticks) => ticks * Ticks.Seconds(1);
}
