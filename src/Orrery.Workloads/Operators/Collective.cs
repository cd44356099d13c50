using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>One collective operation of a group of GPUs, one rank a GPU. Ranks fill server after server.</summary>
/// <param name="Name">Its part in the layer: "tensor parallel all-reduce".</param>
/// <param name="Format">Format of the numbers; sums are formed in it.</param>
/// <param name="Operation">What it does.</param>
/// <param name="BufferBytes">Size of the buffer in bytes, as <see cref="CollectiveOperation"/> says for each operation.</param>
/// <param name="Ranks">GPUs that take part.</param>
/// <param name="RanksPerNode">How many of them stand in one server; divides the ranks.</param>
public sealed record Collective(
    string Name, NumberFormat Format, CollectiveOperation Operation, double BufferBytes, int Ranks, int RanksPerNode)
    : Operator(Name, Format)
{
    /// <summary>
    /// Whether kernels may be used that read the memory of all peers at once, as serving engines do for short all-reduces. Without
    /// them a collective library's ring, tree or in-switch algorithms run.
    /// </summary>
    public bool PeerKernels { get; init; }

    public override string Kind => "collective";

    /// <summary>Servers.</summary>
    public int Nodes => Ranks / RanksPerNode;

    public override string Shape => string.Create(CultureInfo.InvariantCulture,
        $"{BufferBytes:0} B, {Ranks} ranks{(Nodes > 1 ? $" in {Nodes} nodes" : "")}");

    /// <summary>Additions of all ranks together, shared evenly: (n - 1) sums of the buffer's numbers over n ranks.</summary>
    public override double Flops => Operation switch
    {
        CollectiveOperation.AllReduce or CollectiveOperation.ReduceScatter or CollectiveOperation.Reduce =>
            (Ranks - 1.0) / Ranks * BufferBytes / Format.Bytes,
        _ => 0,
    };

    /// <summary>
    /// Device memory of one rank: what it holds is read once, what it ends with is written once. One rank's part is 1/n of a
    /// gathered or scattered buffer.
    /// </summary>
    public override double Bytes => Operation switch
    {
        CollectiveOperation.AllGather or CollectiveOperation.ReduceScatter => BufferBytes * (1 + (1.0 / Ranks)),
        _ => 2 * BufferBytes,
    };

    /// <summary>Why no group of ranks can do this; null where it can.</summary>
    public static string? Problem(int ranks, int ranksPerNode) =>
        ranks < 1 ? "a collective has at least one rank"
        : ranksPerNode < 1 ? "a server that takes part holds at least one rank"
        : ranks % ranksPerNode != 0 ? $"{ranks} ranks do not fill servers of {ranksPerNode}" : null;
}
