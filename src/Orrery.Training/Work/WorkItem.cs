using Orrery.Training.Results;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>How a collective runs beside an operator.</summary>
public enum Beside
{
    /// <summary>Not at all: it is exposed.</summary>
    Nothing,

    /// <summary>Beside the operator that follows it in the list, which does not need its data.</summary>
    Next,

    /// <summary>In as many chunks as ranks, beside the operator that follows it in the list and needs or makes its data.</summary>
    Chunks,
}

/// <summary>The group of ranks among which a collective runs.</summary>
public enum Group
{
    Tensor,
    Context,
    Expert,
    Data,
}

/// <summary>One operator or collective of a task.</summary>
/// <param name="Work">What is done; a collective's ranks in a node are filled in when it is costed.</param>
/// <param name="Kind">What its time counts as.</param>
public readonly record struct WorkItem(Operator Work, TimeKind Kind)
{
    /// <summary>Whether the stage before does not wait for it: a gradient of weights.</summary>
    public bool OfWeights { get; init; }

    /// <summary>What a collective runs beside.</summary>
    public Beside Beside { get; init; }

    /// <summary>The ranks of a collective.</summary>
    public Group Group { get; init; }

    /// <summary>
    /// Whether it lays a narrow operand out anew only because matrix units multiply rows by rows alone, as Hopper's and Ada's do in 8 bits;
    /// large Blackwell chips take either layout (Transformer Engine, is_non_tn_fp8_gemm_supported).
    /// </summary>
    public bool OfLayout { get; init; }

    /// <summary>Copies of each token in an exchange with experts; 0 elsewhere.</summary>
    public int Copies { get; init; }
}
