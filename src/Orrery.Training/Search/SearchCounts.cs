namespace Orrery.Training.Search;

/// <summary>What became of the plans of a space. All numbers but the first add up to it.</summary>
public sealed class SearchCounts
{
    private readonly long[] _refused = new long[Enum.GetValues<Refusal>().Length];

    /// <summary>Plans of the space.</summary>
    public long Count { get; init; }

    /// <summary>Plans that cannot be among the best or on the front, since a bound below their step is too long.</summary>
    public long Bounded { get; internal set; }

    /// <summary>Plans whose step was composed.</summary>
    public long Composed { get; internal set; }

    /// <summary>Plans that can run.</summary>
    public long Feasible { get; internal set; }

    /// <summary>Plans that were refused.</summary>
    public long Refused => _refused.Sum();

    /// <summary>Plans that were looked at.</summary>
    public long Examined => Refused + Feasible;

    /// <summary>Plans that were not looked at to the end, since the search was stopped.</summary>
    public long Left => Count - Refused - Bounded - Composed;

    /// <summary>Plans that were refused for a reason.</summary>
    public long Of(Refusal reason) => _refused[(int)reason];

    internal void Refuse(Refusal reason, long plans) => _refused[(int)reason] += plans;

    internal void Add(SearchCounts other)
    {
        for (int reason = 0; reason < _refused.Length; reason++)
        {
            _refused[reason] += other._refused[reason];
        }

        (Bounded, Composed, Feasible) = (Bounded + other.Bounded, Composed + other.Composed, Feasible + other.Feasible);
    }
}
