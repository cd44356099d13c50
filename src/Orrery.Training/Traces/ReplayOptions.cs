using Orrery.Configuration.Binding;

namespace Orrery.Training.Traces;

/// <summary>How execution traces are replayed.</summary>
public record ReplayOptions
{
    [Parameter("Whether computation takes its recorded time even where a node tells its operations", Default = "false")]
    public bool RecordedCompute { get; init; }

    [Parameter("Whether communication takes its recorded time instead of what the fabric needs", Default = "false")]
    public bool RecordedCommunication { get; init; }

    [Parameter("Format whose peak rate bounds computation, and in which collectives sum", Default = "bf16")]
    public string Format { get; init; } = "bf16";

    /// <summary>
    /// With one stream, a rank does one collective or send at a time. Collective libraries give each communicator a stream of its own.
    /// </summary>
    [Parameter("Whether each process group, and each peer of messages, has a communication stream of its own", Default = "false")]
    public bool StreamPerGroup { get; init; }

    /// <summary>Ranks whose nodes are kept one by one, for a time line.</summary>
    public IReadOnlyList<int> Recorded { get; init; } = [];
}
