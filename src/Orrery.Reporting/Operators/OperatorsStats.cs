using System.Globalization;
using System.Text;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Cycle;

namespace Orrery.Reporting.Operators;

/// <summary>Every number as a row of <c>stats.csv</c>: component, metric, unit, value.</summary>
public static class OperatorsStats
{
    public static string ToCsv(OperatorsResult result)
    {
        StringBuilder csv = new("component,metric,unit,value\n");
        string whole = result.Kind;
        Row(csv, whole, "time", "s", result.TimeSeconds);
        Row(csv, whole, "flops", "FLOP", result.Flops);
        Row(csv, whole, "bytes", "B", result.Bytes);
        Row(csv, "gpu", "peak flops", "FLOP/s", result.PeakFlopsPerSecond);
        Row(csv, "gpu", "peak bandwidth", "B/s", result.PeakBytesPerSecond);
        foreach (OperatorResult op in result.Operators)
        {
            string component = $"{whole}.{op.Layer.ToString(CultureInfo.InvariantCulture)}.{op.Name}";
            Row(csv, component, "start", "s", op.StartSeconds);
            Row(csv, component, "time", "s", op.TimeSeconds);
            Row(csv, component, "share", "1", op.ShareOfTotal);
            Row(csv, component, "flops", "FLOP", op.Flops);
            Row(csv, component, "bytes", "B", op.Bytes);
            Row(csv, component, "intensity", "FLOP/B", op.ArithmeticIntensity);
            Row(csv, component, "reached flops", "FLOP/s", op.AchievedFlopsPerSecond);
            Row(csv, component, "reached bandwidth", "B/s", op.AchievedBytesPerSecond);
            foreach ((string name, double seconds) in op.Breakdown.Parts)
                Row(csv, component, name + " time", "s", seconds);
        }
        foreach ((string component, string metric, string unit, double value) in result.Cycle is { } cycle ? CycleStats.Rows(cycle) : [])
            Row(csv, component, metric, unit, value);
        return csv.ToString();
    }

    private static void Row(StringBuilder csv, string component, string metric, string unit, double value) =>
        csv.Append(Field(component)).Append(',').Append(metric).Append(',').Append(unit).Append(',')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
