using Orrery.CostModels.Analytic;

namespace Orrery.CostModels.Tile;

/// <summary>What the simulated chip can do. Rates in bytes a second, times in ticks.</summary>
internal sealed record ChipRates
{
    /// <summary>Multiprocessors.</summary>
    public required int Sms { get; init; }

    /// <summary>Device memory.</summary>
    public required double Memory { get; init; }

    /// <summary>The last-level cache, all multiprocessors together.</summary>
    public required double L2 { get; init; }

    /// <summary>Between the last-level cache and one multiprocessor.</summary>
    public required double Port { get; init; }

    /// <summary>What one multiprocessor draws from device memory, or writes, at most.</summary>
    public required double Draw { get; init; }

    /// <summary>Bytes that the last-level cache holds.</summary>
    public required long L2Size { get; init; }

    /// <summary>From a multiprocessor to the last-level cache, and the same back.</summary>
    public required long Hop { get; init; }

    /// <summary>How much later than from the last-level cache a byte comes from device memory.</summary>
    public required long Far { get; init; }

    /// <summary>One clock: the scheduler starts a tile in each.</summary>
    public required long Clock { get; init; }

    /// <summary>For kernels in tiles: the same physics that the closed forms use.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="clockFactor">Part of the boost clock at which the chip runs.</param>
    /// <param name="memoryPart">Part of the rate of a stream at which device memory is read.</param>
    public static ChipRates Of(Machine machine, double clockFactor = 1, double memoryPart = 1)
    {
        double clock = machine.Clock * clockFactor;
        return new ChipRates
        {
            Sms = machine.Sms,
            Memory = machine.Memory * memoryPart,
            L2 = machine.L2 * clockFactor,
            Port = clock * machine.Constants.Memory.L2BytesPerClock,
            Draw = clock * machine.Constants.Memory.BytesPerClock,
            L2Size = (long)machine.L2Size,
            Hop = Math.Max(1, Ticks.Of(machine.Constants.Memory.L2Latency / 2)),
            Far = Math.Max(0, Ticks.Of(machine.Constants.Memory.Latency - machine.Constants.Memory.L2Latency)),
            Clock = Math.Max(1, Ticks.Of(1 / clock)),
        };
    }

    /// <summary>For kernels that stream, which reach more of device memory and less of the cache.</summary>
    public static ChipRates OfStream(Machine machine) => Of(machine) with
    {
        Memory = StreamMemory.Bandwidth(machine),
        L2 = StreamMemory.CacheBandwidth(machine),
        Draw = double.PositiveInfinity,
    };
}
