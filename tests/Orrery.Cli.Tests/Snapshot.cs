using System.Runtime.CompilerServices;

namespace Orrery.Cli.Tests;

/// <summary>
/// Compares a screen with the text in <c>Snapshots/</c>. After a wanted change, run the tests with ORRERY_ACCEPT=1 and look at the diff.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        string path = Path.Combine(Folder(), name);
        string text = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n') + "\n";
        if (Environment.GetEnvironmentVariable("ORRERY_ACCEPT") == "1")
            File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"There is no snapshot {name}; run with ORRERY_ACCEPT=1 to write it:\n{text}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
