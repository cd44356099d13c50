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

    /// <summary>
    /// Equal parts in which the first chunk's gradients and weights travel, each as soon as its layers are done or just before they begin; 1
    /// where the chunk travels whole.
    /// </summary>
    public int Buckets { get; init; } = 1;

    /// <summary>Gradients of the bucket that is ready last, the embedding among them.</summary>
    public long LastReduce { get; init; }

    /// <summary>Weights of the bucket that is needed first.</summary>
    public long FirstGather { get; init; }

    /// <summary>Energy of the optimizer in joules.</summary>
    public double Joules { get; init; }

    /// <summary>
    /// Ticks from the end of the last backward pass of the first chunk to the end of its reduction where the network is free: buckets are
    /// ready one after the other while it runs, the last one at its end.
    /// </summary>
    /// <param name="chunk">The first chunk.</param>
    /// <param name="split">Whether gradients of weights are tasks of their own.</param>
    public long ReduceTail(PartCosts chunk, bool split) => Buckets == 1 ? Reduce[0]
        : Math.Max(LastReduce, Reduce[0] - Hiding((split ? chunk.WeightGradient : chunk.Backward).Ticks));

    /// <summary>
    /// Ticks by which weights make the first chunk late: its first bucket, what computing does not hide of the others, and the multiprocessors
    /// that the hidden part takes.
    /// </summary>
    public long GatherDelay(PartCosts chunk)
    {
        if (Buckets == 1)
        {
            return Gather[0];
        }

        long exposed = Math.Max(FirstGather, Gather[0] - Hiding(chunk.Forward.Ticks));
        return exposed + (long)Math.Round((Gather[0] - exposed) * SlowDown);
    }

    // All buckets but one have another one's layers beside them.
    private long Hiding(long ticks) => ticks / Buckets * (Buckets - 1);

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
