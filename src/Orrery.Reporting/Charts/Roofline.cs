using Orrery.Experiments.Operators;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;

namespace Orrery.Reporting.Charts;

/// <summary>
/// The roofline: operations a second that are reached over operations per byte, both logarithmic, under the machine's two roofs.
/// The distance of a point to the roof is what a better kernel could gain.
/// </summary>
public sealed class Roofline
{
    private const double Width = 960;
    private const double Height = 480;
    private const double Left = 78;
    private const double Right = 24;
    private const double Top = 18;
    private const double Bottom = 52;

    private readonly OperatorsResult _result;
    private readonly IReadOnlyList<OperatorGroup> _groups;
    private readonly LogScale _x;
    private readonly LogScale _y;
    private readonly Svg _svg = new(Width, Height, "Roofline: operations a second over operations per byte");

    private Roofline(OperatorsResult result, IReadOnlyList<OperatorGroup> groups)
    {
        _result = result;
        // An operator without arithmetic, such as a copy, has no place on a logarithmic axis.
        _groups = [.. groups.Where(group => group.Flops > 0 && group.Bytes > 0 && group.TimeSeconds > 0).OrderByDescending(group => group.Share)];
        double ridge = Ridge;
        _x = new LogScale(
            _groups.Select(group => group.ArithmeticIntensity).Append(ridge / 30).Min() * 0.7,
            _groups.Select(group => group.ArithmeticIntensity).Append(ridge * 3).Max() * 1.3,
            Left, Width - Right);
        _y = new LogScale(
            _groups.Select(group => group.FlopsPerSecond).Append(result.PeakFlopsPerSecond / 100).Min() * 0.7,
            result.PeakFlopsPerSecond * 1.3,
            Height - Bottom, Top);
    }

    private double Ridge => _result.PeakFlopsPerSecond / _result.PeakBytesPerSecond;

    public static string Draw(OperatorsResult result, IReadOnlyList<OperatorGroup> groups)
    {
        Roofline chart = new(result, groups);
        chart.Axes();
        chart.Roofs();
        chart.Points();
        return chart._svg.ToString();
    }

    private void Axes()
    {
        foreach (double x in _x.Decades)
        {
            _svg.Line(_x.At(x), Top, _x.At(x), Height - Bottom, "grid");
            _svg.Text(_x.At(x), Height - Bottom + 20, Readable.Tick(x), "tick", "middle");
        }
        foreach (double y in _y.Decades)
        {
            _svg.Line(Left, _y.At(y), Width - Right, _y.At(y), "grid");
            _svg.Text(Left - 10, _y.At(y) + 4, Readable.Tick(y), "tick", "end");
        }
        _svg.Text((Left + Width - Right) / 2, Height - 8, "Arithmetic intensity (FLOP per byte)", "axis", "middle");
        _svg.Text(18, (Top + Height - Bottom) / 2, "Reached (FLOP/s)", "axis", "middle", -90);
    }

    private void Roofs()
    {
        (double X, double Y) start = Start;
        (double X, double Y) ridge = (_x.At(Ridge), _y.At(_result.PeakFlopsPerSecond));
        (double X, double Y) end = (Width - Right, ridge.Y);
        _svg.Path("under-roof", start, ridge, end, (end.X, Height - Bottom), (start.X, Height - Bottom));
        _svg.Line(ridge.X, ridge.Y, ridge.X, Height - Bottom, "ridge");
        _svg.Path("roof", start, ridge, end);
        double angle = Math.Atan2(ridge.Y - start.Y, ridge.X - start.X) * 180 / Math.PI;
        (double X, double Y) middle = ((start.X + ridge.X) / 2, (start.Y + ridge.Y) / 2);
        _svg.Text(end.X - 6, ridge.Y - 9, PeakLabel, "roof-label", "end");
        _svg.Text(middle.X - 6, middle.Y - 9, $"memory {Readable.BytesRate(_result.PeakBytesPerSecond)}", "roof-label", "middle", angle);
        _svg.Text(ridge.X + 6, Height - Bottom - 8, $"ridge {Readable.Digits(Ridge)} FLOP/B", "tick");
    }

    private string PeakLabel => $"{_result.Format} peak {Readable.FlopsRate(_result.PeakFlopsPerSecond)}";

    // The slope starts at the left edge, or at the bottom where it would leave the picture there.
    private (double X, double Y) Start
    {
        get
        {
            double intensity = Math.Max(_x.Least, _y.Least / _result.PeakBytesPerSecond);
            return (_x.At(intensity), _y.At(intensity * _result.PeakBytesPerSecond));
        }
    }

    private void Points()
    {
        LabelPlacer labels = FreeRoom();
        foreach (OperatorGroup group in _groups)
        {
            (double x, double y, double radius) = Point(group);
            double width = Svg.WidthOf(group.Name, 13);
            if (labels.Place(x, y, radius, width, 16) is { } place)
            {
                double nearest = Math.Clamp(x, place.X, place.X + width);
                double middle = place.Y + 8;
                if (Math.Abs(middle - y) > 14 || Math.Abs(nearest - x) > radius + 8)
                    _svg.Line(x, y, nearest, Math.Abs(middle - y) < 8 ? middle : place.Y + (middle > y ? 2 : 14), "leader");
                _svg.Text(place.X, place.Y + 12.5, group.Name, "point-label");
            }
        }
        // Points lie above the leader lines, the small ones above the large ones.
        foreach (OperatorGroup group in _groups)
        {
            (double x, double y, double radius) = Point(group);
            string tip = $"{group.Name}: {Readable.Digits(group.ArithmeticIntensity)} FLOP/B, {Readable.FlopsRate(group.FlopsPerSecond)}, {Readable.BytesRate(group.BytesPerSecond)}";
            _svg.Circle(x, y, radius, Names.Of(group.Bound) + " point", tip);
        }
    }

    private LabelPlacer FreeRoom()
    {
        LabelPlacer labels = new(Left + 4, Top + 4, Width - Right - 4, Height - Bottom - 4);
        labels.Block(_x.At(Ridge), Height - Bottom - 24, 130, 24);
        double peak = _y.At(_result.PeakFlopsPerSecond);
        labels.Block(Width - Right - 190, peak - 24, 190, 24);
        labels.Block(_x.At(Ridge), peak - 3, Width, 5);
        (double X, double Y) start = Start;
        double run = _x.At(Ridge) - start.X;
        for (double part = 0; part < 1; part += 5 / run)
            labels.Block(start.X + (part * run) - 3, start.Y + (part * (peak - start.Y)) - 3, 6, 6);
        foreach (OperatorGroup group in _groups)
        {
            (double x, double y, double radius) = Point(group);
            labels.Block(x - radius, y - radius, 2 * radius, 2 * radius);
        }
        return labels;
    }

    // The area of a point is its share of the time.
    private (double X, double Y, double Radius) Point(OperatorGroup group) =>
        (_x.At(group.ArithmeticIntensity), _y.At(group.FlopsPerSecond), 4.5 + (14 * Math.Sqrt(group.Share)));
}
