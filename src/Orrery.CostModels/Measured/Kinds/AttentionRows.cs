using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>
/// Attention calls of one layer on one GPU, prefill or decode. Where a row's note says that a kernel wrote the cache, that kernel
/// is part of the work; otherwise the attention kernel does it.
/// </summary>
internal sealed class AttentionRows : IMeasuredKind
{
    // Tokens of a page where the row does not say: the sources that leave it out take 64, the largest page that every
    // attention library supports.
    private const int UsualPage = 64;

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

        string cacheType = row.Text("kv_dtype");
        if (FormatCatalogue.Find(cacheType.Length > 0 ? cacheType : dtype) is not { } cache)
        {
            reason = $"cache format '{cacheType}' is not known";
            return null;
        }

        reason = null;
        (int batch, int queries, int keys) = (row.Whole("batch"), row.Whole("seq_q"), row.Whole("seq_kv"));
        (int heads, int kvHeads, int dim) = (row.Whole("heads"), row.Whole("kv_heads"), row.Whole("head_dim"));
        Attention attention = new(row.Text("op"), MathFormat(format, cache), batch, heads, kvHeads, dim, queries, keys,
            row.Text("causal") is not ("0" or "false"))
        {
            ValueDim = row.WholeOr("v_head_dim", dim, 1),
            Window = row.WholeOr("window", 0),
            CacheFormat = cache,
            Page = row.WholeOr("page", UsualPage),
        };
        bool writesApart = row.Text("note").Contains("write kernel", StringComparison.Ordinal);
        int newElements = kvHeads * (dim + attention.ValueDim);
        return new MeasuredRow
        {
            Kind = Name,
            Class = queries == 1 ? "decode" : "prefill",
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Work = writesApart
                ? [new CacheWrite("cache write", format, batch * queries, newElements, cache), attention]
                : [attention with { Appends = attention.Page > 0, Room = RoomOf(row.Text("model")) }],
            Seconds = row.Positive("time_us") * 1e-6,
            Watts = row.NumberOrNull("power_w"),
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }

    // FlashAttention's call that appends to the cache takes the width of the page table for the length of the sequences, and engines
    // make it as wide as the model's longest sequence.
    private static int RoomOf(string model) =>
        ModelCatalogue.Find(model.Replace("-like", "", StringComparison.OrdinalIgnoreCase))?.MaxSequence ?? 0;

    // A cache of fewer bits is multiplied as it is, with queries brought to its format; wider products would gain nothing.
    private static NumberFormat MathFormat(NumberFormat queries, NumberFormat cache) =>
        cache.Bits < queries.Bits ? cache : queries;
}
