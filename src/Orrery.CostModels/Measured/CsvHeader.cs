using CsvHelper;
using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.CostModels.Measured;

/// <summary>The first line of a table of measurements: which column is where.</summary>
public static class CsvHeader
{
    /// <summary>Opens a CSV behind its header. Null where it cannot be opened or is empty: see the diagnostics.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="columns">Columns by name.</param>
    public static CsvReader? Open(string file, List<Diagnostic> diagnostics, out Dictionary<string, int> columns)
    {
        columns = [];
        if (TextFile.Read(file, diagnostics) is not { } text)
        {
            return null;
        }

        CsvReader reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true });
        if (!reader.Read())
        {
            reader.Dispose();
            diagnostics.Add(new Diagnostic(file, 0, "", "is empty"));
            return null;
        }

        for (int index = 0; index < reader.FieldCount; index++)
        {
            _ = columns.TryAdd(reader.GetString(index).Trim(), index);
        }

        return reader;
    }
}
