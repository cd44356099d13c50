namespace Orrery.Engine.Statistics;

/// <summary>How whole numbers (latencies, sizes, depths) are spread: counts in buckets, in a memory that does not grow.</summary>
/// <example><code>_latency = new Histogram(this, "latency", "ticks", Buckets.Linear(width: 10, count: 100));</code></example>
public sealed class Histogram : Statistic
{
    private static readonly (string Name, double Share)[] Reported = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

    private readonly Buckets _buckets;
    private long[] _counts = [];
    private long _count;
    // The sum in 128 bits, as two plain words.
    private ulong _sumLow;
    private long _sumHigh;
    private long _minimum;
    private long _maximum;

    /// <param name="owner">The component that records; pass <c>this</c>.</param>
    /// <param name="name">Unique within the component.</param>
    /// <param name="unit">The unit of the values.</param>
    /// <param name="buckets">How the values are divided; powers of two where it is not said.</param>
    /// <param name="description">What it tells, in a line.</param>
    public Histogram(Component owner, string name, string unit, Buckets? buckets = null, string description = "")
        : base(owner, name, unit, description)
    {
        _buckets = buckets ?? Buckets.PowersOfTwo;
        if (_buckets.Count == 0) throw new SimulationException($"{FullName}: buckets are made by Buckets.Linear or Buckets.PowersOfTwo");
        Clear();
    }

    /// <summary>How many values were recorded.</summary>
    public long Count => _count;

    /// <summary>The mean, from the exact sum; 0 of no values.</summary>
    public double Mean => _count == 0 ? 0 : (double)new Int128((ulong)_sumHigh, _sumLow) / _count;

    /// <summary>The least value; 0 of no values.</summary>
    public long Minimum => _count == 0 ? 0 : _minimum;

    /// <summary>The greatest value; 0 of no values.</summary>
    public long Maximum => _count == 0 ? 0 : _maximum;

    /// <summary>The buckets that hold anything, ascending. The outermost are cut to what was recorded.</summary>
    public IReadOnlyList<HistogramBucket> Filled
    {
        get
        {
            var filled = new List<HistogramBucket>();
            for (int i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] == 0) continue;
                (long least, long greatest) = _buckets.Range(i);
                filled.Add(new HistogramBucket(Math.Max(least, _minimum), Math.Min(greatest, _maximum), _counts[i]));
            }
            return filled;
        }
    }

    /// <summary>Records a value.</summary>
    public void Record(long value)
    {
        if (!On) return;
        _counts[_buckets.Of(value)]++;
        _sumLow += (ulong)value;
        _sumHigh += (value >> 63) + (_sumLow < (ulong)value ? 1 : 0);
        if (_count++ == 0) _minimum = _maximum = value;
        else if (value < _minimum) _minimum = value;
        else if (value > _maximum) _maximum = value;
    }

    /// <summary>
    /// The value that a share of all values does not exceed (nearest rank): exact where its bucket holds one value, else off by
    /// less than the bucket's width, inside which values are taken to be spread evenly.
    /// </summary>
    /// <param name="share">0 to 1; 0.99 is the 99th percentile.</param>
    public double Percentile(double share)
    {
        if (!(share >= 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "a share is 0 to 1");
        if (_count == 0) return 0;
        long rank = Math.Clamp((long)Math.Ceiling(share * _count), 1, _count), before = 0;
        int bucket = 0;
        while (before + _counts[bucket] < rank) before += _counts[bucket++];
        (long least, long greatest) = _buckets.Range(bucket);
        (least, greatest) = (Math.Max(least, _minimum), Math.Min(greatest, _maximum));
        double within = (rank - before - 0.5) / _counts[bucket];
        return least + ((double)greatest - least) * within;
    }

    private protected override void Clear()
    {
        _counts = On ? new long[_buckets.Count] : [];
        (_count, _sumLow, _sumHigh, _minimum, _maximum) = (0, 0, 0, 0, 0);
    }

    internal override void AddRows(List<StatisticRow> rows)
    {
        rows.Add(Row("count", _count, "values"));
        if (_count == 0) return;
        rows.Add(Row("mean", Mean));
        rows.Add(Row("min", _minimum));
        foreach ((string name, double share) in Reported) rows.Add(Row(name, Percentile(share)));
        rows.Add(Row("max", _maximum));
    }
}
