using System.Globalization;
using System.Text;
using Orrery.CostModels.Measured;

namespace Orrery.Validation;

/// <summary>Writes every compared row to a CSV, for plots and for finding what a model gets wrong.</summary>
public static class ComparisonCsv
{
    public static void Write(string file, IEnumerable<Comparison> comparisons)
    {
        StringBuilder text = new("kind,gpu,class,method,operation,shape,measured_us,predicted_us,error,file,line\n");
        foreach (Comparison pair in comparisons)
        {
            MeasuredRow row = pair.Row;
            string shape = string.Join(" + ", row.Work.Select(work => work.Shape));
            string name = row.Work.Count > 0 ? row.Work[0].Name : "";
            _ = text.Append(CultureInfo.InvariantCulture,
                $"{row.Kind},{Quoted(row.Gpu)},{row.Class},{Quoted(row.Method)},{Quoted(name)},{Quoted(shape)},{row.Seconds * 1e6:G6},{pair.PredictedSeconds * 1e6:G6},{pair.Error:F4},{Quoted(Path.GetFileName(row.File))},{row.Line}\n");
        }

        File.WriteAllText(file, text.ToString());
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
