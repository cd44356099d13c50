using System.Text;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>The tables of a training step.</summary>
public static class TrainingTables
{
    /// <summary>Where the time of the slowest GPU goes.</summary>
    public static string Breakdown(StepResult step)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr><th class=\"l\">The GPU that waits least</th><th>Time</th><th>Share</th></tr></thead><tbody>\n");
        foreach (TimeKind kind in TimeNames.All.Where(kind => step.Breakdown[kind] > 0))
        {
            html.Append($"<tr><td class=\"l\"><i class=\"{TimeNames.Css(kind)}\"></i>{Text(TimeNames.Of(kind))}</td>");
            html.Append($"<td>{TrainingVerdict.Seconds(Ticks.Seconds(step.Breakdown[kind]))}</td><td>{Readable.Share((double)step.Breakdown[kind] / step.StepTicks)}</td></tr>\n");
        }

        return html.Append($"</tbody><tfoot><tr><td class=\"l\">Step</td><td>{TrainingVerdict.Seconds(step.StepSeconds)}</td><td>100 %</td></tr></tfoot></table></div>").ToString();
    }

    /// <summary>What would help, most first.</summary>
    public static string Help(IReadOnlyList<Improvement> improvements)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr><th class=\"l\">Change</th><th>Step</th><th>Gain</th></tr></thead><tbody>\n");
        foreach (Improvement improvement in improvements)
        {
            html.Append($"<tr><td class=\"l\">{Text(improvement.What)}</td><td>{TrainingVerdict.Seconds(improvement.StepSeconds)}</td><td>{Readable.Share(improvement.Gain)}</td></tr>\n");
        }

        return html.Append("</tbody></table></div>").ToString();
    }
}
