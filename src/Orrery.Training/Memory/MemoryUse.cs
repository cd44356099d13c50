namespace Orrery.Training.Memory;

/// <summary>Bytes on one device at the moment when most is held.</summary>
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

    /// <summary>Micro-batches (of one chunk) whose activations are held at once.</summary>
    public double InFlight { get; init; }

    /// <summary>Everything together.</summary>
    public double Total => Weights + Gradients + Optimizer + Activations + Buffers + Overhead;

    /// <summary>Whether it fits.</summary>
    public bool Fits => Total <= Capacity;

    /// <summary>The kinds by name, largest first.</summary>
    public IReadOnlyList<(string Name, double Bytes)> Parts =>
        [.. new (string Name, double Bytes)[]
        {
            ("weights", Weights), ("gradients", Gradients), ("optimizer", Optimizer), ("activations", Activations),
            ("buffers", Buffers), ("overhead", Overhead),
        }.OrderByDescending(part => part.Bytes)];
}
