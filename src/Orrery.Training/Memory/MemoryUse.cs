namespace Orrery.Training.Memory;

/// <summary>Bytes of one device at the moment when most is held: on it, and away from it on its host and on NVMe.</summary>
/// <param name="Stage">Pipeline stage of the device.</param>
public sealed record MemoryUse(int Stage)
{
    /// <summary>Weights in the format of the layers.</summary>
    public double Weights { get; init; }

    /// <summary>Sums of gradients.</summary>
    public double Gradients { get; init; }

    /// <summary>Moments of the optimizer and the exact copy of the weights.</summary>
    public double Optimizer { get; init; }

    /// <summary>What the backward pass of micro-batches in flight needs.</summary>
    public double Activations { get; init; }

    /// <summary>Results of one layer while it runs, gathered weights, buffers of collectives.</summary>
    public double Buffers { get; init; }

    /// <summary>What the driver, libraries and gaps between blocks take.</summary>
    public double Overhead { get; init; }

    /// <summary>Memory of the device.</summary>
    public double Capacity { get; init; }

    /// <summary>What lives in the memory of its host.</summary>
    public AwayUse Host { get; init; }

    /// <summary>What lives on the NVMe of its node.</summary>
    public AwayUse Nvme { get; init; }

    /// <summary>Micro-batches (of one chunk) whose activations are held at once.</summary>
    public double InFlight { get; init; }

    /// <summary>Everything that is on the device.</summary>
    public double Total => Weights + Gradients + Optimizer + Activations + Buffers + Overhead;

    /// <summary>Whether it fits, on the device, on the host and on NVMe.</summary>
    public bool Fits => Load <= 1;

    /// <summary>The part of the room that is taken in the tier where most of it is; above 1 where it does not fit.</summary>
    public double Load => Math.Max(LoadOf(MemoryTier.Gpu), Math.Max(LoadOf(MemoryTier.Host), LoadOf(MemoryTier.Nvme)));

    /// <summary>What is on the device by kind, largest first.</summary>
    public IReadOnlyList<(string Name, double Bytes)> Parts => PartsOf(MemoryTier.Gpu);

    /// <summary>Bytes in a tier.</summary>
    public double TotalOf(MemoryTier tier) => tier switch
    {
        MemoryTier.Host => Host.Total,
        MemoryTier.Nvme => Nvme.Total,
        _ => Total,
    };

    /// <summary>Room of one device in a tier.</summary>
    public double CapacityOf(MemoryTier tier) => tier switch
    {
        MemoryTier.Host => Host.Capacity,
        MemoryTier.Nvme => Nvme.Capacity,
        _ => Capacity,
    };

    /// <summary>The part of the room of a tier that is taken; infinite where there is something and no room.</summary>
    public double LoadOf(MemoryTier tier) => TotalOf(tier) is > 0 and var total ? total / CapacityOf(tier) : 0;

    /// <summary>The kinds in a tier by name, largest first.</summary>
    public IReadOnlyList<(string Name, double Bytes)> PartsOf(MemoryTier tier)
    {
        AwayUse away = tier == MemoryTier.Host ? Host : Nvme;
        (string Name, double Bytes)[] parts = tier != MemoryTier.Gpu
            ? [("weights", away.Weights), ("optimizer", away.Optimizer), ("activations", away.Activations)]
            :
            [
                ("weights", Weights), ("gradients", Gradients), ("optimizer", Optimizer), ("activations", Activations),
                ("buffers", Buffers), ("overhead", Overhead),
            ];
        return [.. parts.OrderByDescending(part => part.Bytes)];
    }
}
