namespace Orrery.Training.Search;

/// <summary>
/// The refused plan that came closest to running: what is refused last counts as closest, and of those that do not fit the one that lacks
/// least.
/// </summary>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Load">Its memory over the room for it, in the tier that is shortest.</param>
/// <param name="Number">Its number.</param>
internal readonly record struct Nearest(Refusal Reason, double Load, long Number)
{
    /// <summary>The closer of two.</summary>
    public static Nearest Closer(in Nearest left, in Nearest right) =>
        (left.Reason, -left.Load, -left.Number).CompareTo((right.Reason, -right.Load, -right.Number)) >= 0 ? left : right;
}
