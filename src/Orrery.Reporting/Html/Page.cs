using System.Net;
using System.Reflection;
using System.Text;

namespace Orrery.Reporting.Html;

/// <summary>Builds one page that carries its style and pictures inside itself, so that it opens anywhere, without a network.</summary>
public sealed class Page
{
    private const string Emblem = """
        <svg viewBox="0 0 100 100" aria-hidden="true" fill="none" stroke="#fff" stroke-width="1.6">
        <circle cx="50" cy="50" r="46" opacity=".35"/><circle cx="50" cy="50" r="31" opacity=".55"/><circle cx="50" cy="50" r="17" opacity=".8"/>
        <g stroke="none"><circle cx="50" cy="50" r="7" fill="#ffd27a"/><circle cx="62" cy="38" r="3.4" fill="#fff"/>
        <circle cx="22" cy="63.500" r="4.6" fill="#8fb6ff"/><circle cx="82.500" cy="82.500" r="5.4" fill="#9be0d3"/></g></svg>
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;
    private readonly string _subtitle;

    public Page(string title, string subtitle) => (_title, _subtitle) = (title, subtitle);

    /// <summary>Makes a text safe to stand in HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Adds HTML as it is.</summary>
    public Page Add(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }

    /// <summary>A box with a heading, a sentence that says how to read it, and its content.</summary>
    public Page Section(string heading, string lead, string html) =>
        Add($"<section>\n<h2>{Text(heading)}</h2>\n{(lead.Length > 0 ? $"<p>{Text(lead)}</p>\n" : "")}{html}</section>");

    /// <summary>Names and values, one pair a line.</summary>
    public static string Pairs(IEnumerable<(string Name, string Value)> pairs) =>
        "<dl>" + string.Concat(pairs.Select(pair => $"<dt>{Text(pair.Name)}</dt><dd>{Text(pair.Value)}</dd>")) + "</dl>";

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(_title)} - Orrery</title>
        <style>
        {Style()}</style>
        </head>
        <body>
        <header><div>{Emblem}<div><h1>{Text(_title)}</h1><p>{Text(_subtitle)}</p></div></div></header>
        <main>
        {_body}</main>
        </body>
        </html>

        """;

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
