namespace Orrery.Gpu.Activity;

/// <summary>What a memory partition had moved by when. Bounded: with many samples, every second one goes and the distance doubles.</summary>
internal sealed class PartitionActivity
{
    private const int MostSamples = 2048;

    private readonly List<MemorySample> _samples = [new(0, 0, 0)];
    private long _distance = 256;

    /// <summary>The samples, in order of time.</summary>
    public IReadOnlyList<MemorySample> Samples => _samples;

    /// <summary>Whether a sample is due.</summary>
    /// <param name="time">The cycle that is reached.</param>
    public bool IsDue(long time) => time >= _samples[^1].Time + _distance;

    /// <summary>Takes a sample.</summary>
    /// <param name="reached">The cycle up to which the sums count.</param>
    /// <param name="now">The cycle now: nothing moved in between.</param>
    /// <param name="l2Bytes">Bytes through L2 so far.</param>
    /// <param name="dramBytes">Bytes of device memory so far.</param>
    public void Take(long reached, long now, double l2Bytes, double dramBytes)
    {
        if (reached > _samples[^1].Time) _samples.Add(new MemorySample(reached, l2Bytes, dramBytes));
        if (now > reached + _distance) _samples.Add(new MemorySample(now, l2Bytes, dramBytes));
        if (_samples.Count < MostSamples) return;
        int kept = 0;
        for (int at = 0; at < _samples.Count; at += 2) _samples[kept++] = _samples[at];
        _samples.RemoveRange(kept, _samples.Count - kept);
        _distance *= 2;
    }
}
