using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Training.Search;

/// <summary>A plan that can run, and how good it is.</summary>
public sealed record RankedPlan
{
    /// <summary>The plan, its data-parallel ranks known.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Its number in the space.</summary>
    public required long Number { get; init; }

    public required int Gpus { get; init; }

    /// <summary>Length of the step in ticks.</summary>
    public required long StepTicks { get; init; }

    /// <summary>Bytes on the fullest device.</summary>
    public required double MemoryBytes { get; init; }

    /// <summary>Bytes of one device in the memory of its host, where they are most.</summary>
    public double HostBytes { get; init; }

    /// <summary>Bytes of one device on NVMe, where they are most.</summary>
    public double NvmeBytes { get; init; }

    /// <summary>Tokens a second and GPU.</summary>
    public required double TokensPerSecondPerGpu { get; init; }

    /// <summary>Part of the peak that is used for what the model needs.</summary>
    public required double Mfu { get; init; }

    /// <summary>The whole result, for plans near the top; null for others.</summary>
    public StepResult? Result { get; init; }

    /// <summary>Why it loses against the best, in words; empty for the best itself and where no result is at hand.</summary>
    public string Loses { get; init; } = "";

    /// <summary>Length of the step in seconds.</summary>
    public double StepSeconds => Ticks.Seconds(StepTicks);
}
