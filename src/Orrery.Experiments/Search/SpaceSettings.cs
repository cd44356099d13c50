using Orrery.Configuration.Binding;

namespace Orrery.Experiments.Search;

/// <summary>The values over which plans are varied, as a file gives them.</summary>
internal sealed record SpaceSettings
{
    [Parameter("GPUs that are used, whole nodes of the cluster; left out for all")]
    public IReadOnlyList<int>? Gpus { get; init; }

    [Parameter("Tensor-parallel ranks; left out for the divisors of a node's GPUs")]
    public IReadOnlyList<int>? Tensor { get; init; }

    [Parameter("Pipeline stages; left out for the divisors of the cluster's GPUs up to the layers")]
    public IReadOnlyList<int>? Pipeline { get; init; }

    [Parameter("Data-parallel ranks that are allowed; left out for whatever the other degrees leave")]
    public IReadOnlyList<int>? Data { get; init; }

    [Parameter("Context-parallel ranks; left out for 1")]
    public IReadOnlyList<int>? Context { get; init; }

    [Parameter("Expert-parallel ranks; left out for the divisors of the experts up to 64, or 1 without experts")]
    public IReadOnlyList<int>? Expert { get; init; }

    [Parameter("Sequences of a micro-batch; left out for 1, 2, 4, 8")]
    public IReadOnlyList<int>? MicroBatch { get; init; }

    [Parameter("Whether norms and dropout are split along the sequence: false, true; left out for both")]
    public IReadOnlyList<string>? SequenceParallel { get; init; }

    [Parameter("What is computed again: none, selective, full; left out for all three")]
    public IReadOnlyList<string>? Recompute { get; init; }

    [Parameter("Schedules; left out for 1f1b, interleaved, zb-h1")]
    public IReadOnlyList<string>? Schedule { get; init; }

    [Parameter("Virtual stages (interleaving); left out for 1, 2, 3, 4, 6, 8, 12")]
    public IReadOnlyList<int>? VirtualStages { get; init; }

    [Parameter("ZeRO stages, 3 being FSDP; left out for 0, 1, 2, 3")]
    public IReadOnlyList<int>? Zero { get; init; }

    [Parameter("Where the optimizer's state lives: gpu, host, nvme; left out for gpu")]
    public IReadOnlyList<string>? OptimizerAt { get; init; }

    [Parameter("Where weights live: gpu, host, nvme; left out for gpu")]
    public IReadOnlyList<string>? WeightsAt { get; init; }

    [Parameter("Where activations wait for the backward pass: gpu, host, nvme; left out for gpu")]
    public IReadOnlyList<string>? ActivationsAt { get; init; }
}
