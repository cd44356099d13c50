using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>Attention calls of one layer on one GPU, prefill or decode.</summary>
internal sealed class AttentionRows : IMeasuredKind
{
    public string Name => "attention";

    public IReadOnlyList<string> Columns =>
        ["gpu", "dtype", "op", "batch", "heads", "kv_heads", "head_dim", "seq_q", "seq_kv", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        string dtype = row.Text("dtype");
        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        reason = null;
        (int batch, int queries, int keys) = (row.Whole("batch"), row.Whole("seq_q"), row.Whole("seq_kv"));
        (int heads, int kvHeads, int dim) = (row.Whole("heads"), row.Whole("kv_heads"), row.Whole("head_dim"));
        bool causal = row.Text("causal") is not ("0" or "false");
        return new MeasuredRow
        {
            Kind = Name,
            Class = queries == 1 ? "decode" : "prefill",
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Work = [new Attention(row.Text("op"), format, batch, heads, kvHeads, dim, queries, keys, causal)],
            Seconds = row.Positive("time_us") * 1e-6,
            Watts = row.NumberOrNull("power_w"),
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }
}
