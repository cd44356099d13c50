using System.Globalization;
using System.Net;
using System.Text;

namespace Orrery.Reporting.Charts;

/// <summary>
/// Builds one SVG picture. Colours come from the page's style sheet by class, so that a picture follows light, dark and print.
/// </summary>
public sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <param name="width">Width of the drawing in its own units; on the page it scales.</param>
    /// <param name="height">Height in the same units.</param>
    /// <param name="title">What the picture shows, for readers who do not see it.</param>
    public Svg(double width, double height, string title)
    {
        (Width, Height) = (width, height);
        _text.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{Escape(title)}\">\n");
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>A number as short as the picture allows: hundredths of a unit cannot be seen.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Rough width of a text: good enough to keep labels apart, without measuring glyphs.</summary>
    public static double WidthOf(string text, double fontSize) => text.Length * fontSize * 0.56;

    public Svg Rect(double x, double y, double width, double height, string css, double radius = 0, string? tip = null) =>
        Element($"rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"" + (radius > 0 ? $" rx=\"{N(radius)}\"" : ""), css, tip);

    public Svg Line(double x1, double y1, double x2, double y2, string css) =>
        Element($"line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"", css, null);

    public Svg Circle(double x, double y, double radius, string css, string? tip = null) =>
        Element($"circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"", css, tip);

    /// <summary>A line through points, closed into an area where the class fills it.</summary>
    public Svg Path(string css, params ReadOnlySpan<(double X, double Y)> points)
    {
        StringBuilder d = new();
        foreach ((double x, double y) in points)
            d.Append(d.Length == 0 ? 'M' : 'L').Append(N(x)).Append(' ').Append(N(y));
        return Element($"path d=\"{d}\"", css, null);
    }

    /// <summary>A text that starts, has its middle or ends at a point, turned around that point.</summary>
    public Svg Text(double x, double y, string text, string css = "", string anchor = "start", double degrees = 0)
    {
        string turn = degrees == 0 ? "" : $" transform=\"rotate({N(degrees)} {N(x)} {N(y)})\"";
        string align = anchor == "start" ? "" : $" text-anchor=\"{anchor}\"";
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\"{align}{turn}{Class(css)}>{Escape(text)}</text>\n");
        return this;
    }

    public override string ToString() => _text + "</svg>\n";

    private Svg Element(string head, string css, string? tip)
    {
        _text.Append('<').Append(head).Append(Class(css));
        if (tip is null)
            _text.Append("/>\n");
        else
            _text.Append("><title>").Append(Escape(tip)).Append("</title></").Append(head.AsSpan(0, head.IndexOf(' ', StringComparison.Ordinal))).Append(">\n");
        return this;
    }

    private static string Class(string css) => css.Length == 0 ? "" : $" class=\"{css}\"";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
