using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured;

/// <summary>One measurement: what ran where, how it was timed, and how long it took.</summary>
public sealed record MeasuredRow
{
    /// <summary>Kind of table: "gemm", "attention" and the like.</summary>
    public required string Kind { get; init; }

    /// <summary>Operation class within the kind, the unit of which errors are told: "bf16", "prefill", "norm".</summary>
    public required string Class { get; init; }

    /// <summary>Name of the GPU as the file gives it.</summary>
    public required string Gpu { get; init; }

    /// <summary>How it was timed, as the file gives it.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// Name of the method that says what is in the time: the method itself, where the row does not tell a special case of it.
    /// </summary>
    public string Timing { get => field ?? Method; init; }

    /// <summary>The operators whose time was taken together, each a kernel or a few.</summary>
    public required IReadOnlyList<Operator> Work { get; init; }

    /// <summary>How often the operators ran in the measured time, one after the other.</summary>
    public double Repeats { get; init; } = 1;

    /// <summary>Measured time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Name of the fabric of a collective; null where the GPU's usual one is meant.</summary>
    public string? Fabric { get; init; }

    /// <summary>Measured mean power of the board in watts, where it was noted.</summary>
    public double? Watts { get; init; }

    /// <summary>True for a row that the file marks as a glitch.</summary>
    public bool Suspect { get; init; }

    /// <summary>The file as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Line in the file, from 1.</summary>
    public required int Line { get; init; }
}
