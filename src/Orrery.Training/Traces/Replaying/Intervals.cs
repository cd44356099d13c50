namespace Orrery.Training.Traces.Replaying;

/// <summary>Stretches of time. Those that touch the one added before become one with it, so that a busy rank needs few.</summary>
internal sealed class Intervals
{
    private readonly List<(long Start, long End)> _all = [];

    /// <summary>Ticks of all together, those that overlap counted each.</summary>
    public long Sum { get; private set; }

    /// <summary>Adds a stretch; empty ones leave no trace.</summary>
    public void Add(long start, long end)
    {
        if (end <= start)
        {
            return;
        }

        Sum += end - start;
        if (_all.Count > 0 && _all[^1].End == start)
        {
            _all[^1] = (_all[^1].Start, end);
        }
        else
        {
            _all.Add((start, end));
        }
    }

    /// <summary>The ticks that are covered, as stretches that do not touch, in order.</summary>
    public List<(long Start, long End)> Covered()
    {
        _all.Sort();
        List<(long Start, long End)> covered = [];
        foreach ((long start, long end) in _all)
        {
            if (covered.Count > 0 && start <= covered[^1].End)
            {
                covered[^1] = (covered[^1].Start, Math.Max(covered[^1].End, end));
            }
            else
            {
                covered.Add((start, end));
            }
        }

        return covered;
    }
}
