using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>
/// Collectives: one buffer, one group of ranks. The <c>topology</c> column may name a fabric of the catalogue; otherwise the GPU's
/// usual fabric is meant. Operations named <c>all_reduce(vllm_...)</c> are vLLM's, which reads peers directly where buffers are short.
/// </summary>
internal sealed class CollectiveRows : IMeasuredKind
{
    public string Name => "collectives";

    public IReadOnlyList<string> Columns => ["gpu", "dtype", "op", "ranks", "ranks_per_node", "bytes", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        (string dtype, string op) = (row.Text("dtype"), row.Text("op"));
        (int ranks, int perNode) = (row.Whole("ranks"), row.Whole("ranks_per_node"));
        double bytes = row.Positive("bytes");
        if (Collective.Problem(ranks, perNode) is { } problem)
        {
            row.Complain("ranks_per_node", problem, row.Text("ranks_per_node"));
        }

        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        if (OperationOf(op) is not { } operation)
        {
            reason = $"operation '{op}' is not modelled";
            return null;
        }

        reason = ranks == 1 ? "one rank alone has nothing to send" : null;
        if (reason is not null)
        {
            return null;
        }

        string topology = row.Text("topology");
        bool peers = op.Contains("vllm", StringComparison.OrdinalIgnoreCase);
        Collective work = new(op, format, operation, bytes, ranks, perNode) { PeerKernels = peers };
        return new MeasuredRow
        {
            Kind = Name,
            Class = ranks > perNode ? $"{op} {ranks / perNode} nodes" : op,
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Fabric = FabricCatalogue.Find(topology)?.Refuses(ranks, perNode) is null ? topology : null,
            Work = peers && op.Contains("eager", StringComparison.OrdinalIgnoreCase) ? [Copy(format, bytes), work] : [work],
            Seconds = row.Positive("time_us") * 1e-6,
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }

    private static CollectiveOperation? OperationOf(string op) => op.Split('(')[0].ToUpperInvariant() switch
    {
        "ALL_REDUCE" => CollectiveOperation.AllReduce,
        "ALL_GATHER" => CollectiveOperation.AllGather,
        "REDUCE_SCATTER" => CollectiveOperation.ReduceScatter,
        "ALL_TO_ALL" or "ALLTOALL" => CollectiveOperation.AllToAll,
        "BROADCAST" => CollectiveOperation.Broadcast,
        "REDUCE" => CollectiveOperation.Reduce,
        "SEND_RECV" or "SENDRECV" => CollectiveOperation.SendReceive,
        _ => null,
    };

    // Outside a CUDA graph vLLM copies the buffer first: into one that its peers know, or because its all-reduce is out of place.
    private static Elementwise Copy(NumberFormat format, double bytes)
    {
        const int width = 1024;
        int rows = (int)Math.Max(1, Math.Min(int.MaxValue, bytes / format.Bytes / width));
        return new Elementwise("copy of the input", format, rows, width, ElementFunction.Copy);
    }
}
