using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>Multiplications: <c>batch</c> times (m x k)(k x n).</summary>
internal sealed class GemmRows : IMeasuredKind
{
    public string Name => "gemm";

    public IReadOnlyList<string> Columns => ["gpu", "dtype", "op", "m", "n", "k", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        int batch = row.WholeOr("batch", 1, 1);
        (int m, int n, int k) = (row.Whole("m"), row.Whole("n"), row.Whole("k"));
        string dtype = row.Text("dtype");
        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        reason = null;
        bool linear = row.Text("op") == "linear";
        string method = row.Text("method");
        Gemm work = new(row.Text("op"), format, m, n, k, batch, Bias: linear && format.Rate == "fp32")
        {
            Layout = batch > 1 || row.Text("op") is "bmm" or "matmul" ? Layout.Nn : Layout.Tn,
        };
        return new MeasuredRow
        {
            Kind = Name,
            Class = batch > 1 ? dtype + " batched" : dtype,
            Gpu = row.Text("gpu"),
            Method = method,
            Timing = Situation.MethodOf(method, row.Text("kernel")),
            Work = [Situation.Of(method, work)],
            Seconds = row.Positive("time_us") * 1e-6,
            Watts = row.NumberOrNull("power_w"),
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }
}
