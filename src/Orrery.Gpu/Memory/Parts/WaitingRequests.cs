using Orrery.Gpu.Memory.Dram;

namespace Orrery.Gpu.Memory.Parts;

/// <summary>The oldest requests of a memory channel, and how soon each could be served.</summary>
public readonly ref struct WaitingRequests
{
    private readonly DramChannel _channel;
    private readonly DramQueue _queue;
    private readonly long _time;

    internal WaitingRequests(DramChannel channel, DramQueue queue, int count, long time, long busFree)
    {
        (_channel, _queue, _time) = (channel, queue, time);
        (Count, BusFree) = (count, busFree);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The cycle from which a column command can use the data bus.</summary>
    public long BusFree { get; }

    /// <summary>A request.</summary>
    public DramRequest this[int place] => _queue[place];

    /// <summary>Whether its row is open.</summary>
    public bool HitsOpenRow(int place) => _channel.IsOpen(_queue[place]);

    /// <summary>The cycle in which its column command could go, the bus aside.</summary>
    public long Earliest(int place) => _channel.Earliest(_queue[place], _time);
}
