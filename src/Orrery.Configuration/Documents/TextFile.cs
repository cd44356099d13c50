namespace Orrery.Configuration.Documents;

/// <summary>Opens a file that a user named, and says in a person's words why it cannot be read.</summary>
public static class TextFile
{
    /// <summary>The text of the file, or null with a diagnostic.</summary>
    public static string? Read(string path, List<Diagnostic> diagnostics)
    {
        try
        {
            if (Directory.Exists(path))
            {
                diagnostics.Add(new Diagnostic(path, 0, "", "is a folder, not a file", Nearest: OnlyCandidate(path)));
                return null;
            }

            if (!File.Exists(path))
            {
                diagnostics.Add(new Diagnostic(path, 0, "", "there is no such file", Nearest: Neighbour(path)));
                return null;
            }

            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            diagnostics.Add(new Diagnostic(path, 0, "", "cannot be read: " + problem.Message));
            return null;
        }
    }

    private static string? OnlyCandidate(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsReadable)];
        return files.Length == 1 ? files[0] : null;
    }

    private static bool IsReadable(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith("config.json", StringComparison.Ordinal);

    private static string? Neighbour(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        string listed = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(listed))
        {
            return null;
        }

        IEnumerable<string> names = Directory.EnumerateFiles(listed).Take(1000).Select(file => Path.GetFileName(file));
        string? name = NearestName.Of(Path.GetFileName(path), names);
        return name is null ? null : Path.Combine(folder, name);
    }
}
