using System.Text;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Reporting.Charts;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Layers;
using Orrery.Reporting.Numbers;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>The report of a layer: the answer, the pictures behind it, the numbers, and how to get it again.</summary>
public static class LayerReport
{
    public static string Write(LayerResult result, IExperiment experiment, RunRecord record)
    {
        IReadOnlyList<OperatorGroup> groups = OperatorGroup.Of(result);
        Page page = new(LayerVerdict.Work(result), LayerVerdict.Machine(result, record.Overrides));
        page.Add(Facts(result));
        page.Add($"<section><h2>Where the time goes</h2>\n<p class=\"verdict\">{Text(LayerVerdict.WhatBounds(result))} {Text(LayerVerdict.Heaviest(result))}</p>\n"
            + $"<p>{Text(LayerVerdict.Reached(result))}{(LayerVerdict.Measured(result) is { } measured ? " " + Text(measured) : "")}</p>\n{TimeStrip.Draw(groups)}{Legend(result)}</section>");
        page.Section("Time of each operator", "In the order of execution; the colour says what bounds it, the grey end is the launch.", OperatorBars.Draw(groups) + Legend(result, launch: true));
        page.Section(
            "Roofline",
            "Each point is an operator, its area the share of the time. The nearer to the roof, the less a better kernel could gain; "
            + "left of the ridge the memory bounds it, right of it the arithmetic.",
            Roofline.Draw(result, groups) + Legend(result));
        page.Section("Operators", "", OperatorTable.Draw(result, groups));
        page.Add("<div class=\"two\">");
        page.Section("What was run", "", Pairs(
        [
            ("Experiment", experiment.Name), ("Model", result.Model), ("GPU", result.Gpu), ("Phase", result.Phase),
            ("Sequence", Readable.Whole(result.Sequence)), ("Batch", Readable.Whole(result.Batch)), ("Format", result.Format),
            ("Layers", Readable.Whole(result.Layers)), ("Fidelity", result.Fidelity), ("Seed", Readable.Whole(experiment.Seed)),
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

    private static string Facts(LayerResult result)
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

    private static string Legend(LayerResult result, bool launch = false)
    {
        IEnumerable<string> names = LayerVerdict.Bounds(result).Select(bound => Names.Of(bound.Bound)).Union(launch ? ["launch"] : []);
        return "<div class=\"legend\">" + string.Concat(names.Select(name =>
            $"<span><i class=\"{name}\"></i>{Text(name == "launch" ? "launch, ramp-up and drain" : $"bound by {name}")}</span>")) + "</div>";
    }
}
