using Orrery.Training.Results;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>The collectives between the operators of a layer.</summary>
/// <param name="shape">How the work is split.</param>
public sealed class Collectives(WorkShape shape)
{
    /// <summary>Bytes of the activations of a micro-batch, whole.</summary>
    public double Activations(int width) => (double)shape.Rows * width * shape.Plain.Bytes;

    /// <summary>A collective of the tensor-parallel ranks; null where there is one rank.</summary>
    public WorkItem? Tensor(string name, CollectiveOperation operation, double bytes, Beside beside = Beside.Nothing) =>
        Of(name, operation, bytes, shape.Tensor, Group.Tensor, TimeKind.Tensor, beside);

    /// <summary>A collective of the context-parallel ranks; null where there is one rank.</summary>
    public WorkItem? Context(string name, CollectiveOperation operation, double bytes, Beside beside) =>
        Of(name, operation, bytes, shape.Context, Group.Context, TimeKind.Context, beside);

    /// <summary>Tokens to and from experts; null where there is one rank.</summary>
    /// <param name="name">Its part in the layer.</param>
    /// <param name="bytes">Bytes of all copies of a rank's tokens.</param>
    /// <param name="copies">Experts of a token.</param>
    public WorkItem? Expert(string name, double bytes, int copies) =>
        Of(name, CollectiveOperation.AllToAll, bytes, shape.Expert, Group.Expert, TimeKind.Expert, Beside.Nothing) is { } exchange
            ? exchange with { Copies = copies } : null;

    /// <summary>How a collective that a multiplication needs, or whose data it makes, runs beside it.</summary>
    public Beside Chunked => shape.OverlapTensor ? Beside.Chunks : Beside.Nothing;

    /// <summary>How a collective of the backward pass runs beside a gradient that does not need it.</summary>
    public Beside Backward => shape.Software.OverlapTensorBackward ? Beside.Next : Beside.Nothing;

    private WorkItem? Of(
        string name, CollectiveOperation operation, double bytes, int ranks, Group group, TimeKind kind, Beside beside) => ranks == 1 ? null
            : new WorkItem(new Collective(name, shape.Plain, operation, bytes, ranks, 1), kind) { Group = group, Beside = beside };
}
