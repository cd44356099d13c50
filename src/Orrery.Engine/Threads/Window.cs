namespace Orrery.Engine.Threads;

/// <summary>A stretch of ticks in which no partition can notice another, and the partitions that have work in it.</summary>
public sealed class Window
{
    private readonly int[] _active;
    private readonly double[] _cost;

    internal Window(int partitions, int workers)
    {
        _active = new int[partitions];
        _cost = new double[partitions];
        Workers = workers;
    }

    /// <summary>How many workers take part.</summary>
    public int Workers { get; }

    /// <summary>The first tick.</summary>
    public long Start { get; internal set; }

    /// <summary>The tick after the last.</summary>
    public long End { get; internal set; }

    /// <summary>The partitions with work, ascending.</summary>
    public ReadOnlySpan<int> Active => _active.AsSpan(0, Count);

    /// <summary>How many partitions have work.</summary>
    public int Count { get; private set; }

    /// <summary>What running a partition for a window has cost lately, in nanoseconds; 0 before it first ran, and
    /// always 0 for a manager that does not need it (<see cref="ThreadManager.NeedsCosts"/>).</summary>
    public double Cost(int partition) => _cost[partition];

    internal void Clear() => Count = 0;

    internal void Add(int partition) => _active[Count++] = partition;

    /// <summary>The newest measurement counts for an eighth, so that a manager sees trends and not noise.</summary>
    internal void Measured(int partition, double nanoseconds) =>
        _cost[partition] = _cost[partition] == 0 ? nanoseconds : _cost[partition] + (nanoseconds - _cost[partition]) / 8;
}
