using Orrery.Configuration.Binding;

namespace Orrery.Training.Plans;

/// <summary>How a model is trained on a cluster: how work is split, ordered, recomputed and kept.</summary>
public sealed record Plan
{
    [Parameter("Tensor-parallel ranks: each matrix is split over so many GPUs", Default = "1", Min = 1, Max = 1024)]
    public int Tensor { get; init; } = 1;

    [Parameter("Pipeline stages", Default = "1", Min = 1, Max = 1024)]
    public int Pipeline { get; init; } = 1;

    [Parameter("Data-parallel ranks; 0 for all GPUs that are left", Default = "0", Min = 0, Max = 1000000)]
    public int Data { get; init; }

    [Parameter("Context-parallel ranks: each sequence is split over so many GPUs", Default = "1", Min = 1, Max = 1024)]
    public int Context { get; init; } = 1;

    [Parameter("Expert-parallel ranks among the data- and context-parallel ones, and the tensor-parallel ones where those do not split "
        + "experts: experts are spread over so many GPUs", Default = "1", Min = 1, Max = 65536)]
    public int Expert { get; init; } = 1;

    [Parameter("Whether tensor-parallel ranks split each expert; otherwise each rank has whole experts, for which the sequence must be split "
        + "over them. That of the software where it is left out")]
    public bool? SplitExperts { get; init; }

    [Parameter("Virtual stages: chunks of layers of one pipeline stage", Default = "1", Min = 1, Max = 4096)]
    public int VirtualStages { get; init; } = 1;

    [Parameter("Whether norms and dropout are split along the sequence over tensor-parallel ranks", Default = "false")]
    public bool SequenceParallel { get; init; }

    [Parameter("What is sharded over data-parallel ranks: 0 nothing, 1 optimizer, 2 gradients too, 3 weights too (FSDP)", Default = "0",
        Min = 0, Max = 3, Reason = "ZeRO has stages 1 to 3")]
    public int Zero { get; init; }

    [Parameter("Tokens of a sequence", Default = "2048", Min = 1, Max = 100000000)]
    public int Sequence { get; init; } = 2048;

    [Parameter("Sequences of a micro-batch on one data-parallel rank", Default = "1", Min = 1, Max = 1000000)]
    public int MicroBatch { get; init; } = 1;

    [Parameter("Sequences of a step over all data-parallel ranks", Required = true, Min = 1, Max = 100000000)]
    public int GlobalBatch { get; init; } = 1;

    [Parameter("Order of the tasks of a stage: auto, gpipe, 1f1b, interleaved, zb-h1, or a table of one's own", Default = "auto")]
    public string Schedule { get; init; } = "auto";

    [Parameter("What the backward pass computes again instead of keeping it", Default = "none", Allowed = ["none", "selective", "full"])]
    public string Recompute { get; init; } = "none";

    [Parameter("Layers of each virtual stage to which recompute full applies; 0 for all", Default = "0", Min = 0, Max = 100000)]
    public int RecomputeLayers { get; init; }

    [Parameter("Layers of each virtual stage in the order in which a micro-batch passes them; left out for an even split")]
    public IReadOnlyList<int> StageLayers { get; init; } = [];

    [Parameter("Format in which matrices are multiplied: fp16, bf16, fp8, mxfp8, nvfp4", Default = "bf16")]
    public string Format { get; init; } = "bf16";

    [Parameter("Format of both moments of the optimizer", Default = "fp32", Allowed = ["bf16", "fp16", "fp32", "fp8"])]
    public string OptimizerFormat { get; init; } = "fp32";

    [Parameter("Format of the exact copy of the weights; none where there is no such copy", Default = "fp32",
        Allowed = ["none", "bf16", "fp16", "fp32"])]
    public string MasterFormat { get; init; } = "fp32";

    [Parameter("Format in which gradients are summed; that of the software where it is left out", Allowed = ["fp16", "bf16", "fp32"])]
    public string? GradientFormat { get; init; }

    [Parameter("Software stack: which kernels it has and what it overlaps", Default = Training.Software.SoftwareCatalogue.Default)]
    public string Software { get; init; } = Training.Software.SoftwareCatalogue.Default;

    [Parameter("Whether gradients are reduced while others are computed; that of the software where it is left out")]
    public bool? OverlapGradients { get; init; }

    [Parameter("Whether weights are gathered while the next step computes; that of the software where it is left out")]
    public bool? OverlapParameters { get; init; }

    [Parameter("Whether messages between stages travel while a stage computes; that of the software where it is left out")]
    public bool? OverlapPipeline { get; init; }

    [Parameter("Whether tensor-parallel collectives run in chunks beside multiplications; that of the software where it is left out")]
    public bool? OverlapTensor { get; init; }

    [Parameter("Where the optimizer's state lives", Default = "gpu", Allowed = ["gpu", "host", "nvme"])]
    public string OptimizerAt { get; init; } = "gpu";

    [Parameter("Where weights live", Default = "gpu", Allowed = ["gpu", "host", "nvme"])]
    public string WeightsAt { get; init; } = "gpu";

    [Parameter("Where activations wait for the backward pass", Default = "gpu", Allowed = ["gpu", "host", "nvme"])]
    public string ActivationsAt { get; init; } = "gpu";

    [Parameter("Steps between two checkpoints; 0 for the interval that loses least", Default = "0", Min = 0, Max = 1000000000)]
    public int CheckpointSteps { get; init; }

    [Parameter("Exponent of the power law by which tokens prefer experts; 0 for an even load", Default = "0", Min = 0, Max = 4)]
    public double ExpertSkew { get; init; }

    [Parameter("Standard deviation of the speed of GPUs, relative; 0 where all are equal", Default = "0", Min = 0, Max = 0.5)]
    public double Stragglers { get; init; }

    [Parameter("Standard deviation of the length of single tasks, relative", Default = "0", Min = 0, Max = 0.5)]
    public double Jitter { get; init; }

    [Parameter("Seed of everything random", Default = "1", Min = 0)]
    public int Seed { get; init; } = 1;

    /// <summary>GPUs of one replica of the model. The largest degrees make 2^30.</summary>
    public int ReplicaGpus => Tensor * Pipeline * Context;

    /// <summary>Ranks over which each expert is split: the tensor-parallel ones, or 1.</summary>
    public int ExpertTensor =>
        (SplitExperts ?? PlanFormats.FindStack(Software)?.SplitExperts ?? true) || !SequenceParallel ? Tensor : 1;

    /// <summary>Ranks of one stage that hold the same expert.</summary>
    public int ExpertReplicas => Math.Max(1, (int)((long)Tensor * Context * Data / ((long)ExpertTensor * Expert)));

    /// <summary>Chunks of layers that a micro-batch passes.</summary>
    public int Chunks => Pipeline * VirtualStages;

    /// <summary>Sequences that one data-parallel rank sees in a step, in micro-batches.</summary>
    public int MicroBatches => GlobalBatch / Math.Max(1, MicroBatch * Data);

    /// <summary>The plan with its data-parallel ranks filled in for so many GPUs.</summary>
    public Plan For(int gpus) => Data > 0 ? this : this with { Data = Math.Max(1, gpus / ReplicaGpus) };
}
