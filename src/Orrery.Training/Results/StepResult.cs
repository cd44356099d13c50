using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;

namespace Orrery.Training.Results;

/// <summary>One training step of a model on a cluster by a plan.</summary>
public sealed class StepResult
{
    public required TransformerModel Model { get; init; }

    public required Cluster Cluster { get; init; }

    /// <summary>The plan, its data-parallel ranks filled in.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Length of the step in ticks (picoseconds).</summary>
    public required long StepTicks { get; init; }

    /// <summary>Length of the step in seconds.</summary>
    public double StepSeconds => Ticks.Seconds(StepTicks);

    /// <summary>Tokens a second over all GPUs.</summary>
    public double TokensPerSecond => (double)Plan.GlobalBatch * Plan.Sequence / StepSeconds;

    /// <summary>Tokens a second and GPU.</summary>
    public double TokensPerSecondPerGpu => TokensPerSecond / Gpus;

    /// <summary>GPUs of the plan.</summary>
    public int Gpus => Plan.ReplicaGpus * Plan.Data;

    /// <summary>Operations that the model needs for a step on all GPUs: forward, and twice as many backward.</summary>
    public required double ModelFlops { get; init; }

    /// <summary>Operations of matrices that are carried out, those of recomputation included.</summary>
    public required double HardwareFlops { get; init; }

    /// <summary>Peak of all GPUs in the format of the matrices, operations a second.</summary>
    public required double PeakFlopsPerSecond { get; init; }

    /// <summary>Part of the peak that is used for what the model needs.</summary>
    public double Mfu => ModelFlops / StepSeconds / PeakFlopsPerSecond;

    /// <summary>Part of the peak that is used, recomputation included.</summary>
    public double Hfu => HardwareFlops / StepSeconds / PeakFlopsPerSecond;

    /// <summary>
    /// Memory of the device that has least room left, on itself, on its host or on NVMe: the plan fits where this device does.
    /// </summary>
    public required MemoryUse Memory { get; init; }

    /// <summary>Memory of each stage.</summary>
    public required IReadOnlyList<MemoryUse> StageMemory { get; init; }

    /// <summary>Memory of the device that takes most of a tier.</summary>
    public MemoryUse Fullest(MemoryTier tier) => StageMemory.MaxBy(use => use.LoadOf(tier))!;

    /// <summary>Tiers away from the GPUs in which something lives.</summary>
    public IReadOnlyList<MemoryTier> TiersAway =>
        [.. new[] { MemoryTier.Host, MemoryTier.Nvme }.Where(tier => StageMemory.Any(use => use.TotalOf(tier) > 0))];

    /// <summary>What the step was composed of: profiles of tasks with their operators, messages, what comes once a step.</summary>
    public required StepCosts Costs { get; init; }

    /// <summary>Timelines of all devices, each standing for those that run alike.</summary>
    public required IReadOnlyList<DeviceTimeline> Timelines { get; init; }

    /// <summary>The timeline of one device.</summary>
    public DeviceTimeline TimelineOf(int rank)
    {
        RankPlace place = new RankOrder(Plan).PlaceOf(rank);
        return Timelines.First(line => line.Stage == place.Stage && line.Replicas.Contains(place.Data));
    }

    /// <summary>Where the time of the slowest device goes: the one that waits least. Its sum is the step.</summary>
    public required TimeShares Breakdown { get; init; }

    /// <summary>Part of the step that the slowest device waits.</summary>
    public double BubbleFraction => (double)Breakdown[TimeKind.Bubble] / StepTicks;

    /// <summary>Energy of all GPUs in a step, in joules.</summary>
    public required double Joules { get; init; }

    /// <summary>Mean power of all GPUs in watts.</summary>
    public double Watts => Joules / StepSeconds;

    /// <summary>
    /// Seconds that a step takes on average once failures, lost work and checkpoints are counted; the plain step where the cluster says
    /// nothing of failures.
    /// </summary>
    public required double EffectiveSeconds { get; init; }

    /// <summary>Steps between two checkpoints; 0 where none are written.</summary>
    public int CheckpointSteps { get; init; }

    /// <summary>What decides over the step, a sentence each.</summary>
    public required IReadOnlyList<string> CriticalPath { get; init; }
}
