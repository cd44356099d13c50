using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Writing;

/// <summary>One node that a task becomes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its part of the task's time, in ticks of a task that nothing disturbs.</param>
internal sealed record TaskPart(string Name, double Weight)
{
    /// <summary>Arithmetic operations of a computation.</summary>
    public double Operations { get; init; }

    /// <summary>Bytes that a computation moves, or that a rank gives into a collective.</summary>
    public double Bytes { get; init; }

    /// <summary>The group of a collective; null for a computation.</summary>
    public StepGroup? Group { get; init; }

    /// <summary>What a collective does.</summary>
    public CollectiveCommType Type { get; init; }

    /// <summary>Whether a collective runs beside the computation that follows.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether it is no operator but data that comes and goes while the task runs.</summary>
    public bool Streams { get; init; }
}
