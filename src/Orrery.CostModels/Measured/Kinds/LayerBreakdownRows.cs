using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>The operators of one transformer layer, each timed on its own and counted as often as the layer runs it.</summary>
internal sealed class LayerBreakdownRows : IMeasuredKind
{
    // The source subtracts the time of a tiny norm from that of its norms, and nothing from the others.
    private const string NormMethod = "wallclock_less_start";

    public string Name => "layer_breakdown";

    public IReadOnlyList<string> Columns => ["gpu", "dtype", "op", "count", "m", "n", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        (string dtype, string op) = (row.Text("dtype"), row.Text("op"));
        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        (int m, int n) = (row.Whole("m"), row.Whole("n"));
        Operator? work = op switch
        {
            "Softmax" => new Softmax(op, format, m, n),
            _ when op.StartsWith("AllReduce", StringComparison.OrdinalIgnoreCase) => Sum(row, format, (double)m * n * format.Bytes),
            _ when op.StartsWith("LayerNorm", StringComparison.OrdinalIgnoreCase) => new Norm(op, format, m, n, Rms: false),
            _ when row.Text("k").Length > 0 => new Gemm(op, format, m, n, row.Whole("k"), row.WholeOr("batch", 1, 1)),
            _ => ElementFunction.Find(op.ToLowerInvariant()) is { } function ? new Elementwise(op, format, m, n, function) : null,
        };
        reason = work is null ? $"operation '{op}' is not modelled" : null;
        return work is null ? null : new MeasuredRow
        {
            Kind = Name,
            Class = "layer",
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Timing = work is Norm ? NormMethod : row.Text("method"),
            Work = [work],
            Repeats = row.WholeOr("count", 1, 1),
            Seconds = row.Positive("time_us") * 1e-6,
            File = row.File,
            Line = row.Line,
        };
    }

    private static Collective Sum(CsvLine row, NumberFormat format, double bytes)
    {
        int ranks = row.WholeOr("tp_degree", 1, 1);
        return new Collective(row.Text("op"), format, CollectiveOperation.AllReduce, bytes, ranks, ranks);
    }
}
