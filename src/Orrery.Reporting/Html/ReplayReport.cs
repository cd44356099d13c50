using Orrery.Experiments;
using Orrery.Experiments.Replay;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Replay;
using Orrery.Reporting.Training;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>The report of a replay: the answer, where the time of ranks goes, and how to get it again.</summary>
public static class ReplayReport
{
    public static string Write(ReplayedStep result, IExperiment experiment, RunRecord record)
    {
        Page page = new(ReplayVerdict.Work(result), ReplayVerdict.Machine(result));
        page.Add("<div class=\"facts\">" + string.Concat(ReplayVerdict.Answer(result).Select(fact =>
            $"<div class=\"fact\"><span>{Text(fact.Name)}</span><b>{Text(fact.Value!)}</b></div>")) + "</div>");
        page.Section("Where the time goes", "Computation, communication that nothing hides, and waiting add up to the step on every rank.",
            "<table><tr><th>Rank</th><th>Done at</th><th>Compute</th><th>Communication</th><th>Idle</th><th>Hidden communication</th></tr>"
            + string.Concat(ReplayVerdict.Times(result).Select(row => $"<tr><td>{Text(row.Who)}</td>" + string.Concat(
                ((double[])[row.End, row.Compute, row.Communication, row.Idle, row.Hidden]).Select(time => $"<td>{Text(TrainingVerdict.Seconds(time))}</td>")) + "</tr>"))
            + "</table>");
        page.Section("How to get it again", "", Pairs(
        [
            ("Traces", result.Traces), ("Command", record.Command), ("Version", $"{record.Version} ({record.Commit})"), ("Started", record.StartedText),
            ("Host", $"{record.Host}, {record.Cores} cores"), ("Wall time", Readable.Time(record.WallSeconds)), ("State hash", record.StateHash),
        ]));
        page.Section("Limits of this prediction", "", "<ul>" + string.Concat(result.Notes.Select(note => $"<li>{Text(note)}</li>")) + "</ul>");
        page.Add($"<section><details><summary>The resolved experiment</summary><pre>{Text(experiment.ResolvedYaml)}</pre></details></section>");
        page.Add("<footer>trace.json beside this page opens in Perfetto (ui.perfetto.dev); stats.csv and summary.json hold every number.</footer>");
        return page.ToString();
    }
}
