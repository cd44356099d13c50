namespace Orrery.Reporting.Charts;

/// <summary>Finds a free place for each label near its point: first come, first served, then with a longer leader line.</summary>
public sealed class LabelPlacer(double left, double top, double right, double bottom)
{
    private readonly List<(double X, double Y, double Width, double Height)> _taken = [];

    /// <summary>Keeps labels off an area, such as another point.</summary>
    public void Block(double x, double y, double width, double height) => _taken.Add((x, y, width, height));

    /// <summary>The upper left corner of a free place for a label of this size, or null where all is full.</summary>
    public (double X, double Y)? Place(double pointX, double pointY, double radius, double width, double height)
    {
        for (double distance = radius + 5; distance <= 160; distance += 7)
        {
            foreach ((double across, double down) in Directions)
            {
                double x = pointX + (across * distance) + (across < 0 ? -width : across == 0 ? -width / 2 : 0);
                double y = pointY + (down * distance) - (height / 2);
                if (x < left || y < top || x + width > right || y + height > bottom || Hits(x, y, width, height))
                    continue;
                Block(x, y, width, height);
                return (x, y);
            }
        }
        return null;
    }

    private static readonly (double Across, double Down)[] Directions =
        [(1, 0), (-1, 0), (0.8, -0.9), (0.8, 0.9), (-0.8, -0.9), (-0.8, 0.9), (0, 1.3), (0, -1.3), (0.3, 1.4), (-0.3, 1.4)];

    private bool Hits(double x, double y, double width, double height) =>
        _taken.Any(box => x < box.X + box.Width && box.X < x + width && y < box.Y + box.Height && box.Y < y + height);
}
