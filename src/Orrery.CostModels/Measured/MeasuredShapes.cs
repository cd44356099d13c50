namespace Orrery.CostModels.Measured;

/// <summary>Rows by shape, and the neighbours of each shape along each axis. Built once, then only read.</summary>
internal sealed class MeasuredShapes
{
    // Between sizes farther apart a kernel may well be another one.
    private const double FarthestNeighbours = 2;

    private readonly Dictionary<string, Entry> _exact = [];
    private readonly Dictionary<string, Entry[]> _lines;

    /// <param name="rows">Rows of one GPU; only those that time one operator tell about it.</param>
    public MeasuredShapes(IEnumerable<MeasuredRow> rows)
    {
        foreach (MeasuredRow row in rows.Where(row => row.Work.Count == 1 && !row.Suspect))
        {
            OperatorShape shape = OperatorShape.Of(row.Work[0]);
            if (!_exact.TryGetValue(shape.Key, out Entry? entry))
            {
                _exact[shape.Key] = entry = new Entry(shape, []);
            }

            entry.Rows.Add(row);
        }

        _lines = _exact.Values
            .SelectMany(entry => entry.Shape.Axes.Select(axis => (Axis: axis, Key: entry.Shape.KeyWithout(axis), Entry: entry)))
            .GroupBy(point => point.Key, point => (Size: point.Entry.Shape.Sizes[point.Axis[0]], point.Entry))
            .ToDictionary(line => line.Key, line => line.OrderBy(point => point.Size).Select(point => point.Entry).ToArray());
    }

    /// <summary>Shapes that were measured.</summary>
    public int Count => _exact.Count;

    /// <summary>The rows of this very shape; null where nobody measured it.</summary>
    public IReadOnlyList<MeasuredRow>? Find(OperatorShape shape) => _exact.GetValueOrDefault(shape.Key)?.Rows;

    /// <summary>
    /// The nearest measured shapes on both sides, along the axis on which they are closest; the weight is where the shape lies
    /// between them, from 0 to 1 on a logarithmic scale. Null where there are none, or only far ones.
    /// </summary>
    public (IReadOnlyList<MeasuredRow> Below, IReadOnlyList<MeasuredRow> Above, double Weight)? Between(OperatorShape shape)
    {
        (Entry Below, Entry Above, double Weight)? best = null;
        double closest = FarthestNeighbours * (1 + 1e-12);
        foreach (int[] axis in shape.Axes)
        {
            if (!_lines.TryGetValue(shape.KeyWithout(axis), out Entry[]? line))
            {
                continue;
            }

            double size = shape.Sizes[axis[0]];
            Entry? below = Array.FindLast(line, entry => entry.Shape.Sizes[axis[0]] < size);
            Entry? above = Array.Find(line, entry => entry.Shape.Sizes[axis[0]] > size);
            if (below is null || above is null)
            {
                continue;
            }

            (double low, double high) = (below.Shape.Sizes[axis[0]], above.Shape.Sizes[axis[0]]);
            if (low > 0 && high / low < closest)
            {
                closest = high / low;
                best = (below, above, Math.Log(size / low) / Math.Log(high / low));
            }
        }

        return best is { } found ? (found.Below.Rows, found.Above.Rows, found.Weight) : null;
    }

    private sealed record Entry(OperatorShape Shape, List<MeasuredRow> Rows);
}
