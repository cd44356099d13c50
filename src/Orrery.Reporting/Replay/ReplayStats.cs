using System.Globalization;
using System.Text;
using Orrery.Experiments.Replay;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Reporting.Replay;

/// <summary>Every number of a replay as a row of <c>stats.csv</c>: component, metric, unit, value.</summary>
public static class ReplayStats
{
    public static string ToCsv(ReplayedStep result)
    {
        StringBuilder csv = new("component,metric,unit,value\n");
        Row(csv, "step", "time", "s", result.TimeSeconds);
        Row(csv, "step", "nodes", "1", result.Replay.Nodes);
        Row(csv, "step", "collectives", "1", result.Replay.Collectives);
        Row(csv, "step", "messages", "1", result.Replay.Messages.Count);
        Row(csv, "step", "bytes of messages", "B", result.Bytes);
        foreach (RankTime rank in result.Replay.Ranks)
        {
            string name = "rank." + rank.Rank.ToString(CultureInfo.InvariantCulture);
            Row(csv, name, "nodes", "1", rank.Nodes);
            Row(csv, name, "end", "s", Ticks.Seconds(rank.End));
            Row(csv, name, "compute", "s", Ticks.Seconds(rank.Compute));
            Row(csv, name, "communication", "s", Ticks.Seconds(rank.Communication));
            Row(csv, name, "idle", "s", Ticks.Seconds(rank.Idle));
            Row(csv, name, "hidden communication", "s", Ticks.Seconds(rank.Hidden));
        }

        return csv.ToString();
    }

    private static void Row(StringBuilder csv, string component, string metric, string unit, double value) =>
        csv.Append(component).Append(',').Append(metric).Append(',').Append(unit).Append(',')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
