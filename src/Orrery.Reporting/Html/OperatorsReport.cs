using System.Text;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Charts;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>The report of operators on a GPU: the answer, the pictures behind it, the numbers, and how to get it again.</summary>
public static class OperatorsReport
{
    public static string Write(OperatorsResult result, IExperiment experiment, RunRecord record)
    {
        IReadOnlyList<OperatorGroup> groups = OperatorGroup.Of(result);
        Page page = new(Verdict.Work(result), Verdict.Machine(result, record.Overrides));
        page.Add(Facts(result));
        page.Add($"<section><h2>Where the time goes</h2>\n<p class=\"verdict\">{Text(Verdict.WhatBounds(result))} {Text(Verdict.Heaviest(result))}</p>\n"
            + $"<p>{Text(Verdict.Reached(result))}{(Verdict.Measured(result) is { } measured ? " " + Text(measured) : "")}</p>\n{TimeStrip.Draw(groups)}{Legend(result)}</section>");
        page.Section("Time of each operator", "In the order of execution; the colour says what bounds it, the grey end is the launch.", OperatorBars.Draw(groups) + Legend(result, launch: true));
        page.Section(
            "Roofline",
            "Each point is an operator, its area the share of the time. The nearer to the roof, the less a better kernel could gain; "
            + "left of the ridge the memory bounds it, right of it the arithmetic.",
            Roofline.Draw(result, groups) + Legend(result));
        page.Section("Operators", "", OperatorTable.Draw(result, groups));
        if (result.Cycle is { } cycle)
            CycleSections.Add(page, result, cycle);
        page.Add("<div class=\"two\">");
        page.Section("What was run", "", Pairs(
        [
            ("Experiment", experiment.Name), .. WorkOf(result), ("GPU", result.Gpu), ("Format", result.Format),
            ("Fidelity", result.Fidelity), ("Seed", Readable.Whole(experiment.Seed)),
        ]));
        page.Section("How to get it again", "", Pairs(
        [
            ("Command", record.Command), ("Version", $"{record.Version} ({record.Commit})"), ("Started", record.StartedText),
            ("Host", $"{record.Host}, {record.Cores} cores"), ("System", $"{record.System}, {record.Runtime}"),
            ("Wall time", Readable.Time(record.WallSeconds)), ("State hash", record.StateHash),
        ]));
        page.Add("</div>");
        if (result.Notes.Count > 0)
            page.Section("Limits of this prediction", "", "<ul>" + string.Concat(result.Notes.Select(note => $"<li>{Text(note)}</li>")) + "</ul>");
        page.Add($"<section><details><summary>The resolved experiment</summary><pre>{Text(experiment.ResolvedYaml)}</pre></details></section>");
        page.Add("<footer>trace.json beside this page opens in Perfetto (ui.perfetto.dev); stats.csv and summary.json hold every number.</footer>");
        return page.ToString();
    }

    private static (string Name, string Value)[] WorkOf(OperatorsResult result) => result is not LayerResult layer ? [("Work", result.Work)] :
    [
        ("Model", layer.Model), ("Phase", layer.Phase), ("Sequence", Readable.Whole(layer.Sequence)), ("Batch", Readable.Whole(layer.Batch)),
        ("Layers", Readable.Whole(layer.Layers)),
    ];

    private static string Facts(OperatorsResult result)
    {
        double flopsRate = result.Flops / result.TimeSeconds;
        double bytesRate = result.Bytes / result.TimeSeconds;
        (string Number, string What, string More)[] facts =
        [
            (Readable.Time(result.TimeSeconds), "predicted time", $"{result.Operators.Count} kernels"),
            (Readable.FlopsRate(flopsRate), "reached", $"{Readable.Percent(flopsRate / result.PeakFlopsPerSecond)} of the {result.Format} peak"),
            (Readable.Flops(result.Flops), "arithmetic", $"{Readable.Digits(result.Flops / result.Bytes)} FLOP per byte"),
            (Readable.Bytes(result.Bytes), "moved at least", $"{Readable.BytesRate(bytesRate)}, {Readable.Percent(bytesRate / result.PeakBytesPerSecond)} of the memory bandwidth"),
        ];
        StringBuilder html = new("<div class=\"facts\">");
        foreach ((string number, string what, string more) in facts)
            html.Append($"<div class=\"fact\"><span>{Text(what)}</span><b>{Text(number)}</b><small>{Text(more)}</small></div>");
        return html.Append("</div>").ToString();
    }

    private static string Legend(OperatorsResult result, bool launch = false)
    {
        IEnumerable<string> names = Verdict.Bounds(result).Select(bound => Names.Of(bound.Bound)).Union(launch ? ["launch"] : []);
        return "<div class=\"legend\">" + string.Concat(names.Select(name =>
            $"<span><i class=\"{name}\"></i>{Text(name == "launch" ? "launch, ramp-up and drain" : $"bound by {name}")}</span>")) + "</div>";
    }
}
