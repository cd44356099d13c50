using System.Globalization;
using Orrery.Reporting;

namespace Orrery.Cli;

/// <summary>What a person sees of a bug of ours: an apology and a file to send, never a stack trace.</summary>
public static class CrashReport
{
    public static int Write(Exception bug, Terminal terminal)
    {
        string path = Path.Combine(Path.GetTempPath(), $"orrery-crash-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.txt");
        string text = $"""
            orrery {BuildInfo.Current.Version} ({BuildInfo.Current.Commit}) on {Environment.OSVersion}, .NET {Environment.Version}
            in {terminal.Folder}: orrery {string.Join(' ', terminal.Arguments)}

            {bug}
            """;
        try
        {
            File.WriteAllText(path, text);
            terminal.Error.WriteLine($"orrery: sorry, this is a bug of ours ({bug.GetType().Name}). Please open an issue with the file {path}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"orrery: sorry, this is a bug of ours ({bug.GetType().Name}). Please open an issue with the command you gave.");
        }
        return ExitCode.Bug;
    }
}
