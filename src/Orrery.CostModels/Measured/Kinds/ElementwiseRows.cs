using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>Norms, softmax, activations, rotary embedding, additions and embedding gathers.</summary>
internal sealed class ElementwiseRows : IMeasuredKind
{
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
            Class = op is "rmsnorm" or "layernorm" ? "norm" : op == "softmax" ? "softmax" : "element-wise",
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
        "rope" => [new Rope(op, format, rows, columns)],
        "silu_and_mul" => [new Activation(op, format, rows, columns, "silu", Gated: true)],
        "gelu" or "relu" or "tanh" => [new Activation(op, format, rows, columns, op, Gated: false)],
        "add" => [new Residual(op, format, rows, columns)],
        "add2" => [new Residual(op, format, rows, columns), new Residual(op, format, rows, columns)],
        _ => null,
    };
}
