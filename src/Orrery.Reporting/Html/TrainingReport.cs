using System.Text;
using Orrery.Experiments;
using Orrery.Experiments.Training;
using Orrery.Reporting.Charts;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Memory;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>The report of a training step: the answer, where time and memory go, what would help, and how to get it again.</summary>
public static class TrainingReport
{
    private static readonly ActivityKind[] Drawn =
    [
        ActivityKind.Forward, ActivityKind.Backward, ActivityKind.WeightGradient, ActivityKind.Receive, ActivityKind.GradientReduce, ActivityKind.Optimizer,
        ActivityKind.Offload,
    ];

    public static string Write(TrainingResult result, IExperiment experiment, RunRecord record)
    {
        StepResult step = result.Step;
        Page page = new(TrainingVerdict.Work(result), $"{TrainingVerdict.Machine(result, record.Overrides)}; {TrainingVerdict.Split(step.Plan)}; {TrainingVerdict.Order(step.Plan)}");
        page.Add(Facts(step));
        page.Add("<section><h2>What decides over the step</h2>\n<ul>" + Items(step.CriticalPath) + "</ul></section>");
        page.Section("Where the time goes", "Each bar is one GPU of a pipeline stage and as long as the step. Communication is what nothing hides.",
            StageBars.Draw(result) + Legend(TimeNames.All.Where(kind => result.Stages.Any(line => line.Shares[kind] > 0))
                .Select(kind => (TimeNames.Of(kind), TimeNames.Css(kind)))) + TrainingTables.Breakdown(step));
        page.Section("What each stage does", "Over the step, from left to right; the pale ground is waiting.",
            StageTimelines.Draw(result)
            + (StageTimelines.Filled(result) is { } filled ? $"<p>Its first part, while the pipeline fills:</p>{StageTimelines.Draw(result, filled)}" : "")
            + Legend([.. Drawn.Where(kind => Seen(result, kind)).Select(kind => (Word(kind), ActivityNames.Css(kind))), ("waiting", "t-bubble")]));
        page.Section("Memory by kind", "What a GPU of each stage holds when it holds most; the line is what it has.",
            MemoryBars.Draw(result) + Legend(MemoryBars.Kinds));
        foreach (MemoryTier tier in step.TiersAway)
        {
            page.Section($"{TierNames.Heading(tier)} by kind", "What it keeps there when it keeps most, a GPU of each stage; the line is its share of its node's.",
                MemoryBars.Draw(result, tier) + Legend(MemoryBars.Kinds.Where(kind =>
                    step.StageMemory.Any(use => use.PartsOf(tier).Any(part => part.Name == kind.Name && part.Bytes > 0)))));
        }

        page.Section("Memory over the step", "State stays; activations come with forward passes and go with backward ones.",
            MemoryCurves.Draw(result) + Legend(MemoryCurves.Shown(result).Select(shown => ($"stage {shown.Line.Stage}", shown.Css))));
        if (result.Improvements.Count > 0)
        {
            page.Section("What would help", "The same question asked again with one thing improved; the gain is of the time of a token.",
                TrainingTables.Help(result.Improvements));
        }

        page.Add("<div class=\"two\">");
        page.Section("What was run", "", Pairs([("Experiment", experiment.Name), .. What(result)]));
        page.Section("How to get it again", "", Pairs(
        [
            ("Command", record.Command), ("Version", $"{record.Version} ({record.Commit})"), ("Started", record.StartedText),
            ("Host", $"{record.Host}, {record.Cores} cores"), ("System", $"{record.System}, {record.Runtime}"),
            ("Wall time", Readable.Time(record.WallSeconds)), ("State hash", record.StateHash),
        ]));
        page.Add("</div>");
        page.Section("Limits of this prediction", "", "<ul>" + Items(result.Notes) + "</ul>");
        page.Add($"<section><details><summary>The resolved experiment</summary><pre>{Text(experiment.ResolvedYaml)}</pre></details></section>");
        page.Add("<footer>trace.json beside this page opens in Perfetto (ui.perfetto.dev); stats.csv and summary.json hold every number.</footer>");
        return page.ToString();
    }

    private static (string Name, string Value)[] What(TrainingResult result)
    {
        StepResult step = result.Step;
        return
        [
            ("Model", $"{step.Model.Name}, {Readable.Count(step.Model.Parameters())} parameters"), ("Cluster", $"{step.Cluster.Name}: {TrainingVerdict.Gpus(step.Cluster)}"),
            ("Plan", TrainingVerdict.Split(step.Plan)), ("Step", TrainingVerdict.Order(step.Plan)), ("Format", step.Plan.Format), ("Software", step.Plan.Software), ("Fidelity", result.Fidelity),
            .. TrainingVerdict.Answer(result).Where(fact => fact.Name is "power" or "energy" or "effective").Select(fact => (Operators.Names.Capital(fact.Name), fact.Value)),
        ];
    }

    private static string Facts(StepResult step)
    {
        (string Number, string What, string More)[] facts =
        [
            (TrainingVerdict.Seconds(step.StepSeconds), "step time", $"{Readable.Count((double)step.Plan.GlobalBatch * step.Plan.Sequence)} tokens"),
            ($"{Readable.Digits(step.TokensPerSecondPerGpu)} tokens/s", "of each GPU", $"{Readable.Count(step.TokensPerSecond)} tokens/s together"),
            (Readable.Share(step.Mfu), "MFU", $"HFU {Readable.Share(step.Hfu)}, {Readable.FlopsRate(step.Mfu * step.PeakFlopsPerSecond / step.Gpus)} a GPU"),
            .. new[] { MemoryTier.Gpu }.Concat(step.TiersAway).Select(tier => (tier, step.Fullest(tier))).Select(((MemoryTier Tier, MemoryUse Use) one) =>
                (TrainingVerdict.Memory(one.Use.TotalOf(one.Tier)), TierNames.Of(one.Tier),
                    $"of {TrainingVerdict.Memory(one.Use.CapacityOf(one.Tier))}, on stage {one.Use.Stage}")),
        ];
        StringBuilder html = new("<div class=\"facts\">");
        foreach ((string number, string what, string more) in facts)
        {
            html.Append($"<div class=\"fact\"><span>{Text(what)}</span><b>{Text(number)}</b><small>{Text(more)}</small></div>");
        }

        return html.Append("</div>").ToString();
    }

    private static bool Seen(TrainingResult result, ActivityKind kind) => result.Stages.Any(line => line.Activities.Any(activity =>
        ActivityNames.Css(activity.Kind) == ActivityNames.Css(kind) && activity.Kind != ActivityKind.HiddenReduce));

    private static string Word(ActivityKind kind) => kind switch
    {
        ActivityKind.Receive => "messages between stages",
        ActivityKind.GradientReduce => "gradients and weights between replicas",
        _ => ActivityNames.Of(kind),
    };

    private static string Items(IEnumerable<string> texts) => string.Concat(texts.Select(text => $"<li>{Text(text)}</li>"));

    private static string Legend(IEnumerable<(string Name, string Css)> entries) =>
        "<div class=\"legend\">" + string.Concat(entries.Select(entry => $"<span><i class=\"{entry.Css}\"></i>{Text(entry.Name)}</span>")) + "</div>";
}
