using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>Norms, softmax, activations, rotary embedding, arithmetic on elements and embedding gathers.</summary>
internal sealed class ElementwiseRows : IMeasuredKind
{
    // Rows of the table that the gathers of the measurements read: Llama's vocabulary. The time does not depend on it.
    private const int Vocabulary = 32000;

    public string Name => "elementwise";

    public IReadOnlyList<string> Columns => ["gpu", "dtype", "op", "rows", "cols", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        (string dtype, string op) = (row.Text("dtype"), row.Text("op"));
        (int rows, int columns) = (row.Whole("rows"), row.Whole("cols"));
        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        if (WorkOf(op, format, rows, columns) is not { } work)
        {
            reason = $"operation '{op}' is not modelled";
            return null;
        }

        reason = null;
        return new MeasuredRow
        {
            Kind = Name,
            Class = work[0] switch { Norm => "norm", Softmax => "softmax", _ => "element-wise" },
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Work = work,
            Seconds = row.Positive("time_us") * 1e-6,
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }

    private static Operator[]? WorkOf(string op, NumberFormat format, int rows, int columns) => op switch
    {
        "rmsnorm" => [new Norm(op, format, rows, columns, Rms: true)],
        "layernorm" => [new Norm(op, format, rows, columns, Rms: false)],
        "softmax" => [new Softmax(op, format, rows, columns)],
        "rope" => [new Rope(op, format, rows, columns)],
        "silu_and_mul" => [new GatedActivation(op, format, rows, columns, ElementFunction.Silu)],
        "gelu_and_mul" => [new GatedActivation(op, format, rows, columns, ElementFunction.Gelu)],
        "embedding_gather" => [new Embedding(op, format, rows, columns, Vocabulary)],
        "add2" => [Flat(op, format, rows, columns, ElementFunction.Add), Flat(op, format, rows, columns, ElementFunction.Add)],
        "addu" => [Flat(op, format, rows, columns, ElementFunction.AddScalar)],
        "mulu" => [Flat(op, format, rows, columns, ElementFunction.MultiplyScalar)],
        "powu" => [Flat(op, format, rows, columns, ElementFunction.PowerScalar)],
        _ => ElementFunction.Find(op) is { } function ? [Flat(op, format, rows, columns, function)] : null,
    };

    private static Elementwise Flat(string op, NumberFormat format, int rows, int columns, ElementFunction function) =>
        new(op, format, rows, columns, function);
}
