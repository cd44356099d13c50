using System.Numerics;

namespace Orrery.Engine.Statistics;

/// <summary>How a <see cref="Histogram"/> divides the whole numbers: into equal widths, or by powers of two.</summary>
public readonly record struct Buckets
{
    private readonly long _from;
    private readonly long _width;

    private Buckets(long from, long width, int count) => (_from, _width, Count) = (from, width, count);

    /// <summary>How many buckets there are, those for values below and above the range included.</summary>
    public int Count { get; }

    /// <summary>
    /// Equal widths: <paramref name="count"/> buckets that begin at <paramref name="from"/>, and one for what lies below and one
    /// for what lies above.
    /// </summary>
    /// <param name="width">Values a bucket; 1 makes percentiles exact.</param>
    /// <param name="count">1 to 1,000,000: 8 bytes each.</param>
    /// <param name="from">The least value of the first bucket.</param>
    public static Buckets Linear(long width, int count, long from = 0)
    {
        Simulation.InRange(width, 1, long.MaxValue / 2, "a histogram", "bucket width", "");
        Simulation.InRange(count, 1, 1_000_000, "a histogram", "number of buckets", "");
        Simulation.InRange(from, long.MinValue / 2, long.MaxValue / 2, "a histogram", "least value", "");
        if ((Int128)from + (Int128)width * count > long.MaxValue)
        {
            throw new SimulationException($"a histogram: {count} buckets of {width} from {from} end beyond 2^63");
        }
        return new Buckets(from, width, count + 2);
    }

    /// <summary>Powers of two: below 0; 0; 1; 2 to 3; 4 to 7; and so on to 2^63 - 1. 65 buckets, for values of unknown size.</summary>
    public static Buckets PowersOfTwo => new(0, 0, 65);

    /// <summary>The bucket of a value.</summary>
    internal int Of(long value)
    {
        if (value < _from) return 0;
        if (_width == 0) return 65 - BitOperations.LeadingZeroCount((ulong)value);
        // The difference of two longs fits in an unsigned one.
        ulong bucket = ((ulong)value - (ulong)_from) / (ulong)_width;
        return bucket >= (ulong)(Count - 2) ? Count - 1 : (int)bucket + 1;
    }

    /// <summary>The values of a bucket, both ends included.</summary>
    internal (long Least, long Greatest) Range(int bucket)
    {
        if (bucket == 0) return (long.MinValue, _from - 1);
        if (_width == 0) return bucket == 1 ? (0, 0) : (1L << (bucket - 2), (long)((1UL << (bucket - 1)) - 1));
        long least = _from + (bucket - 1) * _width;
        return (least, bucket == Count - 1 ? long.MaxValue : least + _width - 1);
    }
}
