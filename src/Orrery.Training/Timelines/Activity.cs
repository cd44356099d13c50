namespace Orrery.Training.Timelines;

/// <summary>What a device is seen doing.</summary>
public enum ActivityKind
{
    /// <summary>A forward pass of a chunk.</summary>
    Forward,

    /// <summary>A backward pass of a chunk.</summary>
    Backward,

    /// <summary>Gradients of a chunk's inputs.</summary>
    InputGradient,

    /// <summary>Gradients of a chunk's weights.</summary>
    WeightGradient,

    /// <summary>Sending, with nothing else to do.</summary>
    Send,

    /// <summary>Waiting for a message that is on its way.</summary>
    Receive,

    /// <summary>Gradients between data-parallel ranks, exposed.</summary>
    GradientReduce,

    /// <summary>Gradients between data-parallel ranks, beside computation: it takes no time of its own.</summary>
    HiddenReduce,

    /// <summary>The optimizer, with the norm of all gradients before it.</summary>
    Optimizer,

    /// <summary>Updated weights between data-parallel ranks, exposed.</summary>
    ParameterGather,

    /// <summary>Data on its way between device and host, exposed.</summary>
    Offload,
}

/// <summary>One stretch of a device's timeline. Between stretches the device waits.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Start">First tick.</param>
/// <param name="End">The tick after the last.</param>
/// <param name="MicroBatch">Micro-batch, -1 where there is none.</param>
/// <param name="Chunk">Chunk of the stage's layers, -1 where there is none.</param>
public readonly record struct Activity(ActivityKind Kind, long Start, long End, int MicroBatch = -1, int Chunk = -1)
{
    /// <summary>Its length in ticks.</summary>
    public long Ticks => End - Start;
}

/// <summary>A message between two stages, seen alike from both ends.</summary>
/// <param name="From">Stage that sends.</param>
/// <param name="To">Stage that receives.</param>
/// <param name="Start">Tick in which it leaves.</param>
/// <param name="End">Tick in which it is there.</param>
/// <param name="Bytes">Bytes that each device of the stage sends.</param>
/// <param name="MicroBatch">Micro-batch.</param>
/// <param name="Chunk">Chunk of the receiver's layers.</param>
/// <param name="Forward">Whether it carries activations or their gradients.</param>
public readonly record struct Message(int From, int To, long Start, long End, double Bytes, int MicroBatch, int Chunk, bool Forward);
