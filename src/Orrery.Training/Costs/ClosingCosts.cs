namespace Orrery.Training.Costs;

/// <summary>What a stage does once a step beside its micro-batches, in ticks.</summary>
public sealed record ClosingCosts
{
    /// <summary>Gradients of each chunk between data-parallel ranks.</summary>
    public required long[] Reduce { get; init; }

    /// <summary>All of them at once, where nothing is overlapped.</summary>
    public required long ReduceAtOnce { get; init; }

    /// <summary>Gradients of a table that first and last stage share.</summary>
    public long Tied { get; init; }

    /// <summary>The norm of all gradients, between all stages.</summary>
    public long Norm { get; init; }

    /// <summary>The optimizer, on the weights that this device updates.</summary>
    public required long Optimizer { get; init; }

    /// <summary>Optimizer state on its way from and to the host that nothing hides.</summary>
    public long Offload { get; init; }

    /// <summary>Updated weights of each chunk between data-parallel ranks.</summary>
    public required long[] Gather { get; init; }

    /// <summary>All of them at once, where nothing is overlapped.</summary>
    public required long GatherAtOnce { get; init; }

    /// <summary>Whether gradients are reduced while others are computed.</summary>
    public bool OverlapReduce { get; init; }

    /// <summary>Whether weights are gathered while the next step computes.</summary>
    public bool OverlapGather { get; init; }

    /// <summary>Part by which computation slows down beside a reduction.</summary>
    public double SlowDown { get; init; }

    /// <summary>Energy of the optimizer in joules.</summary>
    public double Joules { get; init; }

    /// <summary>A stage that does nothing but its micro-batches.</summary>
    public static ClosingCosts None(int chunks) => new()
    {
        Reduce = new long[chunks],
        ReduceAtOnce = 0,
        Optimizer = 0,
        Gather = new long[chunks],
        GatherAtOnce = 0,
    };
}
