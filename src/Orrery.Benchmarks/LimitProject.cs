using System.Diagnostics;
using System.Globalization;

namespace Orrery.Benchmarks;

/// <summary>
/// The hand-written loops that a general engine's time is quoted as a multiple of: a project outside this repository, built and
/// run if it is there.
/// </summary>
public sealed class LimitProject : IDisposable
{
    private readonly string _folder;

    private LimitProject(string folder) => _folder = folder;

    /// <summary>Builds a copy of the project; null with the reason when it cannot be had.</summary>
    public static LimitProject? Build(string source, out string reason)
    {
        if (!File.Exists(Path.Combine(source, "limit.csproj")))
        {
            reason = $"no project limit.csproj in {source}";
            return null;
        }
        string folder = Directory.CreateTempSubdirectory("orrery-limit-").FullName;
        foreach (string file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        (int code, string output) = Run("dotnet", folder, "build", "-c", "Release", "-o", "out", "-v", "quiet", "--nologo");
        var limit = new LimitProject(folder);
        reason = "";
        if (code == 0) return limit;
        reason = $"{source} does not build: {output.Trim()}";
        limit.Dispose();
        return null;
    }

    /// <summary>Seconds of the fastest of several runs.</summary>
    public double Measure(string model, IEnumerable<long> parameters, int repeat)
    {
        string[] arguments =
        [
            Path.Combine("out", "limit.dll"), model, .. parameters.Select(p => p.ToString(CultureInfo.InvariantCulture)),
            "--repeat", repeat.ToString(CultureInfo.InvariantCulture),
        ];
        (int code, string output) = Run("dotnet", _folder, arguments);
        const string key = "seconds=";
        int at = output.IndexOf(key, StringComparison.Ordinal);
        if (code != 0 || at < 0) throw new InvalidOperationException($"the hand-written loop of {model} failed: {output}");
        return double.Parse(output.AsSpan(at + key.Length), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
