namespace Orrery.Reporting.Charts;

/// <summary>Maps values to positions on a logarithmic axis that spans whole decades.</summary>
public sealed class LogScale
{
    private readonly double _from;
    private readonly double _perDecade;
    private readonly int _lowest;
    private readonly int _highest;

    /// <param name="least">Smallest value to be shown.</param>
    /// <param name="most">Largest value to be shown.</param>
    /// <param name="from">Position of the start of the axis.</param>
    /// <param name="to">Position of its end; below <paramref name="from"/> for an axis that rises on a page.</param>
    public LogScale(double least, double most, double from, double to)
    {
        _lowest = (int)Math.Floor(Math.Log10(least));
        _highest = Math.Max(_lowest + 1, (int)Math.Ceiling(Math.Log10(most)));
        (From, To) = (from, to);
        _from = from;
        _perDecade = (to - from) / (_highest - _lowest);
    }

    public double From { get; }

    public double To { get; }

    public double Least => Math.Pow(10, _lowest);

    public double Most => Math.Pow(10, _highest);

    public IEnumerable<double> Decades => Enumerable.Range(_lowest, _highest - _lowest + 1).Select(power => Math.Pow(10, power));

    public double At(double value) => _from + (_perDecade * (Math.Log10(value) - _lowest));
}
