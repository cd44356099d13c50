using Orrery.Engine.Arbiters;

namespace Orrery.Engine.Parts;

/// <summary>How a <see cref="Crossbar{T}"/> queues and decides.</summary>
public sealed record CrossbarOptions
{
    /// <summary>Makes the arbiter of an output, by its number; it chooses among the inputs. Round robin by default.</summary>
    public Func<int, IArbiter> Arbiter { get; init; } = _ => new RoundRobinArbiter();

    /// <summary>
    /// Messages that each input holds for each output. 0, the default: none, messages wait in the input's link, and the first
    /// blocks those behind it (with random traffic that leaves 59 to 75 % of the throughput: Karol, Hluchyj, Morgan 1987).
    /// From 1 on: virtual output queues, which do not block each other.
    /// </summary>
    public int VirtualQueueDepth { get; init; }
}
