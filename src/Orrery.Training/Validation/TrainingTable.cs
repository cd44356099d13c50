using CsvHelper;
using Orrery.Configuration;
using Orrery.CostModels.Measured;

namespace Orrery.Training.Validation;

/// <summary>A table of measured training steps as it was read.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Rows">What can be predicted.</param>
/// <param name="Skipped">What cannot, with the reason.</param>
public sealed record TrainingTable(string File, IReadOnlyList<TrainingRow> Rows, IReadOnlyList<SkippedRow> Skipped)
{
    /// <summary>Columns without which no row can be read.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["id", "gpu", "n_acc", "model", "layers", "hidden", "heads", "seq", "precision", "tp", "pp", "micro_batch", "global_batch",
        "step_time_s"];

    /// <summary>Reads a CSV. Null where it cannot be opened or lacks columns: see the diagnostics.</summary>
    public static TrainingTable? Read(string file, List<Diagnostic> diagnostics)
    {
        using CsvReader? reader = CsvHeader.Open(file, diagnostics, out Dictionary<string, int> columns);
        if (reader is null)
        {
            return null;
        }

        string[] missing = [.. Columns.Where(column => !columns.ContainsKey(column))];
        diagnostics.AddRange(missing.Select(column => new Diagnostic(file, 1, column, "this column of a training table is missing",
            Nearest: NearestName.Of(column, columns.Keys))));
        return missing.Length == 0 ? ReadRows(file, reader, columns) : null;
    }

    private static TrainingTable ReadRows(string file, CsvReader reader, Dictionary<string, int> columns)
    {
        List<TrainingRow> rows = [];
        List<SkippedRow> skipped = [];
        while (reader.Read())
        {
            Dictionary<string, string> cells = columns.ToDictionary(column => column.Key,
                column => column.Value < reader.FieldCount ? reader.GetString(column.Value).Trim() : "");
            RowReader row = new(cells);
            TrainingRow? read = row.Read();
            if (read is null)
            {
                skipped.Add(new SkippedRow(cells["id"], string.Join("; ", row.Problems)));
            }
            else
            {
                rows.Add(read);
            }
        }

        return new TrainingTable(file, rows, skipped);
    }
}
