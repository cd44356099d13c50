using System.Globalization;
using Orrery.Configuration;

namespace Orrery.Reporting.Folders;

/// <summary>The one folder that a run leaves. It is made before the run starts, so that an hour's work never ends in a full stop.</summary>
public sealed class RunFolder
{
    private const string RecordFile = "run.json";
    private const string RunsFolder = "runs";

    private readonly bool _created;

    private RunFolder(string path, bool created) => (Path, _created) = (path, created);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>A new folder <c>runs/date-time-name</c> below <paramref name="folder"/>.</summary>
    public static (RunFolder? Folder, Diagnostic? Mistake) Create(string folder, string name, DateTimeOffset now)
    {
        string stem = System.IO.Path.Combine(folder, RunsFolder, now.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + Safe(name));
        for (int attempt = 1; ; attempt++)
        {
            string path = attempt == 1 ? stem : $"{stem}-{attempt}";
            (RunFolder? made, Diagnostic? mistake) = Claim(path, RunsFolder, FileMode.CreateNew);
            // Another run of the same name that started in the same second has the folder: take the next number.
            if (made is not null || !File.Exists(System.IO.Path.Combine(path, RecordFile)))
                return (made, mistake);
        }
    }

    /// <summary>The folder that the user asked for; what an earlier run left in it is replaced.</summary>
    public static (RunFolder? Folder, Diagnostic? Mistake) Use(string path, string asNamed) => Claim(path, asNamed, FileMode.OpenOrCreate);

    public string FileAt(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Takes the folder back after a run that did not end, where it was new.</summary>
    public void Abandon()
    {
        if (!_created || !Directory.Exists(Path))
            return;
        Directory.Delete(Path, recursive: true);
        string parent = System.IO.Path.GetDirectoryName(Path)!;
        if (System.IO.Path.GetFileName(parent) == RunsFolder && !Directory.EnumerateFileSystemEntries(parent).Any())
            Directory.Delete(parent);
    }

    private static (RunFolder? Folder, Diagnostic? Mistake) Claim(string path, string asNamed, FileMode mode)
    {
        try
        {
            bool created = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            using (new FileStream(System.IO.Path.Combine(path, RecordFile), mode, FileAccess.Write))
                return (new RunFolder(path, created), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string why = failure is UnauthorizedAccessException ? "permission denied" : Reason(path, failure);
            return (null, new Diagnostic(asNamed, 0, "", $"the run folder cannot be written: {why}", Allowed: "a folder that can be written, given with --out DIR"));
        }
    }

    // The system's own words differ from machine to machine; the frequent cases get ours.
    private static string Reason(string path, Exception failure)
    {
        for (string? part = path; part is not null; part = System.IO.Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return $"{System.IO.Path.GetFileName(part)} is a file";
        }
        return failure.Message;
    }

    private static string Safe(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-'));
}
