using System.Runtime.CompilerServices;

namespace Orrery.Training.Results;

/// <summary>Ticks by kind. One tick is a picosecond.</summary>
[InlineArray(Kinds)]
public struct TimeShares : IEquatable<TimeShares>
{
    /// <summary>Number of kinds.</summary>
    public const int Kinds = 10;

    private long _first;

    /// <summary>Ticks of one kind.</summary>
    public long this[TimeKind kind]
    {
        readonly get => this[(int)kind];
        set => this[(int)kind] = value;
    }

    /// <summary>Ticks of all kinds together.</summary>
    public readonly long Total
    {
        get
        {
            long sum = 0;
            foreach (long ticks in (ReadOnlySpan<long>)this)
            {
                sum += ticks;
            }

            return sum;
        }
    }

    /// <summary>Ticks in which the device computes.</summary>
    public readonly long Busy => this[TimeKind.Compute] + this[TimeKind.Recompute] + this[TimeKind.Optimizer];

    /// <summary>Ticks in which it does nothing.</summary>
    public readonly long Idle => this[TimeKind.Bubble];

    /// <summary>Ticks in which it only communicates.</summary>
    public readonly long Communication => Total - Busy - Idle;

    /// <summary>Adds another's ticks, each kind so many times.</summary>
    public void Add(in TimeShares other, long times = 1)
    {
        for (int kind = 0; kind < Kinds; kind++)
        {
            this[kind] += other[kind] * times;
        }
    }

    public readonly bool Equals(TimeShares other) => ((ReadOnlySpan<long>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is TimeShares other && Equals(other);

    public override readonly int GetHashCode() => Total.GetHashCode();

    public static bool operator ==(TimeShares left, TimeShares right) => left.Equals(right);

    public static bool operator !=(TimeShares left, TimeShares right) => !left.Equals(right);
}
