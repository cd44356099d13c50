using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;
using Orrery.Experiments.Search;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Html;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Search;

namespace Orrery.Reporting.Search;

/// <summary>What a search leaves in its run folder.</summary>
internal sealed class SearchFiles : IResultReport
{
    public bool Handles(ExperimentResult result) => result is SearchResult;

    public JsonObject Summary(ExperimentResult result) => SearchSummary.ToJson((SearchResult)result);

    public string Stats(ExperimentResult result)
    {
        StringBuilder csv = new("component,metric,unit,value\n");
        SearchOutcome outcome = ((SearchResult)result).Outcome;
        for (int rank = 0; rank < outcome.Best.Count; rank++)
        {
            RankedPlan plan = outcome.Best[rank];
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},step time,s,{plan.StepSeconds:R}\n");
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},throughput of a gpu,token/s,{plan.TokensPerSecondPerGpu:R}\n");
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},mfu,1,{plan.Mfu:R}\n");
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},memory,B,{plan.MemoryBytes:R}\n");
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},host memory,B,{plan.HostBytes:R}\n");
            csv.Append(CultureInfo.InvariantCulture, $"plan.{rank + 1},NVMe,B,{plan.NvmeBytes:R}\n");
        }
        return csv.ToString();
    }

    /// <summary>A search has no timeline of its own; the plan that it finds has, once it is run.</summary>
    public void Trace(ExperimentResult result, ChromeTraceWriter trace)
    {
    }

    public string Page(ExperimentResult result, IExperiment experiment, RunRecord record)
    {
        SearchOutcome outcome = ((SearchResult)result).Outcome;
        Page page = new($"Plans for {outcome.Model.Name}", $"on {outcome.Cluster.Name}: {TrainingVerdict.Gpus(outcome.Cluster)}");
        page.Section("What was looked at", "", Html.Page.Pairs(SearchVerdict.Counts(outcome)));
        page.Section("The best plans", "Best first; the last column says what makes each longer than the first.", Table(outcome.Best, loses: true));
        page.Section("The front", "Plans that no other beats in time, memory and GPUs at once.", Table(outcome.Front, loses: false));
        page.Section("How to get it again", "", Html.Page.Pairs([("Command", record.Command), ("Started", record.StartedText), ("Wall time", Readable.Time(record.WallSeconds))]));
        page.Add($"<section><details><summary>The resolved experiment</summary><pre>{Html.Page.Text(experiment.ResolvedYaml)}</pre></details></section>");
        return page.ToString();
    }

    private static string Table(IReadOnlyList<RankedPlan> plans, bool loses)
    {
        StringBuilder html = new("<div class=\"scroll\"><table>\n<thead><tr><th class=\"l\">Plan</th><th>GPUs</th><th>Step</th><th>Tokens/s a GPU</th><th>MFU</th><th>Memory</th>");
        html.Append(loses ? "<th class=\"l\">Why it loses</th>" : "").Append("</tr></thead>\n<tbody>\n");
        foreach (RankedPlan plan in plans)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"l wrap\">{Html.Page.Text(PlanWords.Of(plan.Plan))}</td><td>{plan.Gpus}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{TrainingVerdict.Seconds(plan.StepSeconds)}</td><td>{Readable.Digits(plan.TokensPerSecondPerGpu)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{Readable.Share(plan.Mfu)}</td><td>{TrainingVerdict.Memory(plan.MemoryBytes)}</td>");
            html.Append(loses ? $"<td class=\"l wrap\">{Html.Page.Text(plan.Loses)}</td></tr>\n" : "</tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }
}
