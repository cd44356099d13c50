using Orrery.Configuration;

namespace Orrery.CostModels.Measured;

/// <summary>All tables of a folder, or one table.</summary>
/// <param name="Tables">What was read.</param>
/// <param name="Skipped">What was left out before anything was compared: whole files and rows, by reason.</param>
/// <param name="Mistakes">Lines that are wrong.</param>
public sealed record Measurements(
    IReadOnlyList<MeasuredTable> Tables, IReadOnlyDictionary<string, int> Skipped, IReadOnlyList<Diagnostic> Mistakes)
{
    /// <summary>Reads a CSV, or every CSV of a folder whose name says that it is of a known kind.</summary>
    public static Measurements Read(string path)
    {
        List<Diagnostic> mistakes = [];
        SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
        List<MeasuredTable> tables = [];
        foreach (string file in FilesOf(path, mistakes))
        {
            if (MeasuredTable.Read(file, mistakes) is { } table)
            {
                tables.Add(table);
                foreach ((string reason, int count) in table.Skipped)
                {
                    string key = $"{Path.GetFileName(file)}: {reason}";
                    skipped[key] = skipped.GetValueOrDefault(key) + count;
                }
            }
        }

        return new Measurements(tables, skipped, mistakes);
    }

    private static string[] FilesOf(string path, List<Diagnostic> mistakes)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files =
        [
            .. Directory.GetFiles(path, "*.csv")
                .Where(file => MeasuredTable.KindNames.Any(kind =>
                    Path.GetFileName(file).StartsWith(kind, StringComparison.OrdinalIgnoreCase)))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
        {
            mistakes.Add(new Diagnostic(path, 0, "", "holds no table of measurements",
                Allowed: string.Join(", ", MeasuredTable.KindNames.Select(kind => kind + ".csv"))));
        }

        return files;
    }
}
