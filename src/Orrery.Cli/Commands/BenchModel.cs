using Orrery.Benchmarks;
using Orrery.Configuration;

namespace Orrery.Cli.Commands;

/// <summary>A benchmark model as the command line names it: words to a model, with all that is wrong with them.</summary>
internal static class BenchModel
{
    /// <summary>The benchmark that is no simulation: predictions a second.</summary>
    internal const string Predict = "predict";

    internal static BenchmarkKind? Read(string? name, IReadOnlyList<string> words, List<string> mistakes, out long[] parameters, params ReadOnlySpan<string> others)
    {
        parameters = [];
        string[] names = [.. BenchmarkCatalogue.Kinds.Select(kind => kind.Name), .. others];
        if (name is null)
        {
            mistakes.Add($"name a model ({string.Join(", ", names)}) or give --all");
            return null;
        }
        BenchmarkKind? found = BenchmarkCatalogue.Find(name);
        string hint = NearestName.Of(name, names) is { } near ? $" (did you mean '{near}'?)" : "";
        if (found is null) mistakes.Add($"unknown model '{name}'{hint}; there are {string.Join(", ", names)}");
        else mistakes.AddRange(found.Read(words, out parameters));
        return found;
    }

    internal static int Refuse(string command, IEnumerable<string> mistakes, Terminal terminal)
    {
        foreach (string mistake in mistakes) terminal.Error.WriteLine($"orrery {command}: {mistake}");
        return ExitCode.Mistake;
    }
}
