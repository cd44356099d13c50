using System.Runtime.CompilerServices;
using Orrery.Training.Plans;
using Orrery.Training.Software;
using Orrery.Workloads.Formats;

namespace Orrery.Training.Work;

/// <summary>
/// Everything on which the work of a layer depends. Plans that agree in it share their costs, whatever their pipeline, schedule and batch.
/// </summary>
/// <param name="Tensor">Tensor-parallel ranks.</param>
/// <param name="Context">Context-parallel ranks.</param>
/// <param name="Expert">Expert-parallel ranks.</param>
/// <param name="SequenceParallel">Whether norms and dropout are split along the sequence.</param>
/// <param name="MicroBatch">Sequences of a micro-batch.</param>
/// <param name="Sequence">Tokens of a sequence.</param>
/// <param name="Recompute">none, selective, full.</param>
/// <param name="Format">Format in which matrices are multiplied.</param>
/// <param name="Gradients">Format in which gradients are summed.</param>
/// <param name="OverlapTensor">Whether tensor-parallel collectives run in chunks beside multiplications.</param>
/// <param name="ExpertSkew">Exponent of the power law by which tokens prefer experts.</param>
/// <param name="Software">Which kernels there are.</param>
public sealed record WorkShape(
    int Tensor, int Context, int Expert, bool SequenceParallel, int MicroBatch, int Sequence, string Recompute, NumberFormat Format,
    NumberFormat Gradients, bool OverlapTensor, double ExpertSkew, SoftwareStack Software)
{
    /// <summary>The shape of a plan that has been checked.</summary>
    public static WorkShape Of(Plan plan)
    {
        SoftwareStack software = PlanFormats.Stack(plan);
        return new WorkShape(plan.Tensor, plan.Context, plan.Expert, plan.SequenceParallel && plan.Tensor > 1, plan.MicroBatch,
            plan.Sequence, plan.Recompute, PlanFormats.Of(plan.Format),
            PlanFormats.Of(plan.GradientFormat ?? software.GradientFormat), plan.OverlapTensor ?? software.OverlapTensor,
            plan.ExpertSkew, software)
        { ExpertTensor = plan.ExpertTensor };
    }

    /// <summary>Ranks over which each expert is split: the tensor-parallel ones, or 1.</summary>
    public int ExpertTensor { get; init; } = Tensor;

    /// <summary>Format of activations between operators: 16 bits.</summary>
    public NumberFormat Plain { get; } = Format.Name == "fp16" ? NumberFormat.Fp16
        : Format.Name == "fp32" ? NumberFormat.Fp32 : NumberFormat.Bf16;

    /// <summary>Whether matrices are multiplied in fewer bits than activations have between operators.</summary>
    public bool Narrow => Format.Bits < Plain.Bits;

    // Formats and stacks are one object each, so that a look at their names is not needed.
    public bool Equals(WorkShape? other) => other is not null
        && (Tensor, Context, Expert, ExpertTensor, SequenceParallel, MicroBatch, Sequence, OverlapTensor, ExpertSkew)
            == (other.Tensor, other.Context, other.Expert, other.ExpertTensor, other.SequenceParallel, other.MicroBatch, other.Sequence,
                other.OverlapTensor, other.ExpertSkew)
        && Recompute == other.Recompute && ReferenceEquals(Format, other.Format) && ReferenceEquals(Gradients, other.Gradients)
        && ReferenceEquals(Software, other.Software);

    public override int GetHashCode() =>
        HashCode.Combine(Tensor, Context, Expert, SequenceParallel, MicroBatch, Sequence, Recompute, RuntimeHelpers.GetHashCode(Format));

    /// <summary>Tokens of a micro-batch on one context-parallel rank.</summary>
    public int Rows => (int)((long)MicroBatch * Sequence / Context);

    /// <summary>Tokens for which this rank runs norms and dropout.</summary>
    public int OwnRows => SequenceParallel ? Math.Max(1, Rows / Tensor) : Rows;
}
