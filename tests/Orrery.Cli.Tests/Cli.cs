using System.Runtime.CompilerServices;

namespace Orrery.Cli.Tests;

/// <summary>Types a command line, in a folder of its own, and keeps what a person would see.</summary>
internal sealed class Cli : IDisposable
{
    /// <summary>An empty folder, where the commands believe to be.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("orrery-cli-").FullName;

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string MainJob { get; } = Path.Combine(Repository, "examples", "llama-2-7b-layer.yaml");

    public int Run(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = CommandLine.Run(args, new Terminal(output, error, Folder) { Arguments = args });
        (Out, Error) = (Hide(output.ToString()), Hide(error.ToString()));
        return code;
    }

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The main job with lines changed: each change is a text of the file and what to put in its place.</summary>
    public string WriteChanged(params (string Old, string New)[] changes)
    {
        string text = File.ReadAllText(MainJob);
        foreach ((string old, string @new) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }
        return Write("job.yaml", text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // The folder has another name in every run.
    private string Hide(string text) => text.Replace(Folder, "FOLDER", StringComparison.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
