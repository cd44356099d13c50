using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Software;

/// <summary>
/// What a training framework of one year does: which kernels it fuses, in which formats it sums gradients, what it overlaps. A plan may
/// choose otherwise where it has a choice.
/// </summary>
public sealed record SoftwareStack : IPreset
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("One line that says what it is")]
    public string Summary { get; init; } = "";

    [Parameter("Whether scores stay on the chip (flash attention); otherwise two batched multiplications with a softmax kernel between them",
        Default = "true")]
    public bool FusedAttention { get; init; } = true;

    [Parameter("Whether dropout runs on attention's probabilities and on the output of each block", Default = "false")]
    public bool Dropout { get; init; }

    [Parameter("Format in which gradients are summed over micro-batches", Default = "fp32", Allowed = ["fp16", "bf16", "fp32"])]
    public string GradientFormat { get; init; } = "fp32";

    [Parameter("Format in which gradients travel between data-parallel ranks", Default = "fp32", Allowed = ["fp16", "bf16", "fp32"])]
    public string GradientWire { get; init; } = "fp32";

    [Parameter("Whether one kernel makes the loss and its gradient from 16-bit logits; otherwise they are widened and passed several times",
        Default = "false")]
    public bool FusedLoss { get; init; }

    [Parameter("Whether recomputation of a whole layer leaves out what only makes its output, which no gradient needs", Default = "false")]
    public bool RecomputesNeeded { get; init; }

    [Parameter("Whether the multiplication that makes a weight's gradient adds it to the sum itself", Default = "true")]
    public bool FusedAccumulation { get; init; } = true;

    [Parameter("Whether tensor-parallel collectives of the backward pass run beside the gradient of weights", Default = "true")]
    public bool OverlapTensorBackward { get; init; } = true;

    [Parameter("Whether tensor-parallel collectives run in chunks beside the multiplication that needs or makes their data",
        Default = "false")]
    public bool OverlapTensor { get; init; }

    [Parameter("Whether the next message between stages travels while a stage computes", Default = "true")]
    public bool OverlapPipeline { get; init; } = true;

    [Parameter("Whether gradients of a chunk of layers are reduced while others are still computed", Default = "true")]
    public bool OverlapGradients { get; init; } = true;

    [Parameter("Whether updated weights are gathered while the next step computes", Default = "true")]
    public bool OverlapParameters { get; init; } = true;

    [Parameter("Whether a stage's output, equal on all tensor-parallel ranks, is sent in parts by all of them and gathered behind the network",
        Default = "true")]
    public bool ScatterGather { get; init; } = true;

    [Parameter("Whether weights are gathered in 8 bits where they are used in 8 bits", Default = "false")]
    public bool NarrowGather { get; init; }

    [Parameter("Whether a token that several experts of a node want crosses the network to that node once", Default = "false")]
    public bool DispatchOnce { get; init; }

    [Parameter("Whether tensor-parallel ranks split each expert; otherwise each has whole experts", Default = "true")]
    public bool SplitExperts { get; init; } = true;

    /// <summary>
    /// The only number of a stack that is calibrated: what clocks under load, gaps between kernels and younger libraries change against the
    /// kernels that the cost models know.
    /// </summary>
    [Parameter("Time of kernels on one GPU against what the cost models say", Default = "1", Min = 0.3, Max = 3)]
    public double KernelTime { get; init; } = 1;

    [Parameter("Where the values come from")]
    public IReadOnlyList<FabricSource> Sources { get; init; } = [];
}
