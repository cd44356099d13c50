namespace Orrery.Gpu.Programs;

/// <summary>How often blocks run a loop, where that depends on the block: <c>AtOrigin + x * PerX + y * PerY</c>, rounded down.</summary>
/// <param name="AtOrigin">Trips of the block at (0, 0); may have a fraction.</param>
/// <param name="PerX">Further trips for each step in x; below 0 for fewer.</param>
/// <param name="PerY">Further trips for each step in y; below 0 for fewer.</param>
/// <param name="Least">The least: 1, or 0 for a loop that some blocks pass by.</param>
/// <param name="Most">The most.</param>
public readonly record struct BlockTrips(double AtOrigin, double PerX = 0, double PerY = 0, int Least = 0, int Most = int.MaxValue)
{
    /// <summary>True where no block passes more than the least.</summary>
    public bool IsNever => Most <= 0 || (IsFixed && AtOrigin < 1);

    /// <summary>True where every block runs it equally often.</summary>
    public bool IsFixed => PerX == 0 && PerY == 0;

    /// <summary>So many more, within bounds that move as well.</summary>
    public BlockTrips Plus(int trips) => this with
    {
        AtOrigin = AtOrigin + trips,
        Least = Math.Max(0, Least + trips),
        Most = Most == int.MaxValue ? Most : Most + trips,
    };
}
