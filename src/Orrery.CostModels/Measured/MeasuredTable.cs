using CsvHelper;
using Orrery.Configuration;

namespace Orrery.CostModels.Measured;

/// <summary>A table of measurements as it was read: its rows, and what was skipped for which reason.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Rows">What was understood.</param>
/// <param name="Skipped">Rows that were left out, by reason.</param>
public sealed record MeasuredTable(
    string File, string Kind, IReadOnlyList<MeasuredRow> Rows, IReadOnlyDictionary<string, int> Skipped)
{
    private static readonly IMeasuredKind[] Kinds =
    [
        .. typeof(IMeasuredKind).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IMeasuredKind)))
            .Select(type => (IMeasuredKind)Activator.CreateInstance(type)!)
            .OrderBy(kind => kind.Name, StringComparer.Ordinal),
    ];

    /// <summary>The names of the kinds that are understood.</summary>
    public static IReadOnlyList<string> KindNames { get; } = [.. Kinds.Select(kind => kind.Name)];

    /// <summary>Reads a CSV. Null where it cannot be opened, is of no known kind, or lacks columns: see the diagnostics.</summary>
    public static MeasuredTable? Read(string file, List<Diagnostic> diagnostics)
    {
        using CsvReader? reader = CsvHeader.Open(file, diagnostics, out Dictionary<string, int> columns);
        if (reader is null)
        {
            return null;
        }

        return KindOf(file, columns, diagnostics) is { } kind ? ReadRows(file, reader, kind, columns, diagnostics) : null;
    }

    private static MeasuredTable ReadRows(
        string file, CsvReader reader, IMeasuredKind kind, Dictionary<string, int> columns, List<Diagnostic> diagnostics)
    {
        List<MeasuredRow> rows = [];
        SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            int before = diagnostics.Count;
            string[] fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            CsvLine line = new(file, (int)reader.LineNumber, fields, columns, diagnostics);
            MeasuredRow? row = kind.Read(line, out string? reason);
            if (diagnostics.Count > before)
            {
                reason = "has a mistake";
                row = null;
            }

            if (row is null)
            {
                reason ??= "is nothing that is modelled";
                skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
            }
            else
            {
                rows.Add(row);
            }
        }

        return new MeasuredTable(file, kind.Name, rows, skipped);
    }

    // By the file's name where that names a kind; otherwise the kind of which most columns are there.
    private static IMeasuredKind? KindOf(string file, Dictionary<string, int> columns, List<Diagnostic> diagnostics)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        IMeasuredKind kind = Kinds.FirstOrDefault(known => name.StartsWith(known.Name, StringComparison.OrdinalIgnoreCase))
            ?? Kinds.MaxBy(known => known.Columns.Count(columns.ContainsKey) / (double)known.Columns.Count)!;
        string[] missing = [.. kind.Columns.Where(column => !columns.ContainsKey(column))];
        foreach (string column in missing)
        {
            diagnostics.Add(new Diagnostic(file, 1, column, $"this column of a {kind.Name} table is missing",
                Nearest: NearestName.Of(column, columns.Keys)));
        }

        return missing.Length == 0 ? kind : null;
    }
}
