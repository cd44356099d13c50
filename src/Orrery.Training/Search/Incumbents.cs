namespace Orrery.Training.Search;

/// <summary>The best plans found so far, and the front of those that no other beats in time, memory and GPUs at once.</summary>
/// <param name="keep">How many of the best are wanted; 0 for all.</param>
/// <param name="objective">What best means.</param>
internal sealed class Incumbents(int keep, Objective objective)
{
    private readonly CandidateOrder _order = new(objective);
    private readonly List<Candidate> _best = [];
    private readonly List<Candidate> _front = [];

    /// <summary>The best, best first.</summary>
    public IReadOnlyList<Candidate> Best => _best;

    /// <summary>The front, fastest first.</summary>
    public IReadOnlyList<Candidate> Front => [.. _front.OrderBy(one => one.Ticks).ThenBy(one => one.Number)];

    /// <summary>
    /// Whether a plan may still be among the best or on the front. Its ticks may be a bound: a plan that cannot win with the bound cannot win
    /// with its step, which is no shorter.
    /// </summary>
    public bool MayWin(in Candidate candidate)
    {
        if (keep == 0 || _best.Count < keep || _order.Compare(candidate, _best[^1]) < 0)
        {
            return true;
        }

        foreach (Candidate one in _front)
        {
            if (one.Dominates(candidate))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a plan whose step is known.</summary>
    public void Add(in Candidate candidate)
    {
        int at = _best.BinarySearch(candidate, _order);
        _best.Insert(at < 0 ? ~at : at, candidate);
        if (keep > 0 && _best.Count > keep)
        {
            _best.RemoveAt(keep);
        }

        foreach (Candidate one in _front)
        {
            if (one.Dominates(candidate))
            {
                return;
            }
        }

        Candidate added = candidate;
        _ = _front.RemoveAll(one => added.Dominates(one));
        _front.Add(candidate);
    }
}
