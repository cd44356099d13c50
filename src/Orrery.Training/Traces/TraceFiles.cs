using System.Globalization;
using Orrery.Configuration;

namespace Orrery.Training.Traces;

/// <summary>Finds the traces of all ranks, <c>trace.0.et</c>, <c>trace.1.et</c> and so on.</summary>
internal static class TraceFiles
{
    /// <summary>The files in the order of ranks; empty with diagnostics.</summary>
    /// <param name="path">A folder that holds the traces of one run, or what stands before the rank in their names, as ASTRA-sim takes it.</param>
    /// <param name="gpus">GPUs of the cluster.</param>
    /// <param name="mistakes">Takes what is wrong.</param>
    public static IReadOnlyList<string> Find(string path, int gpus, List<Diagnostic> mistakes)
    {
        bool folder = Directory.Exists(path);
        string? where = folder ? path : Path.GetDirectoryName(Path.GetFullPath(path));
        if (where is null || !Directory.Exists(where))
        {
            mistakes.Add(new Diagnostic(path, 0, "", "there is no such folder"));
            return [];
        }

        Dictionary<string, Dictionary<int, string>> runs = [];
        foreach (string file in Directory.EnumerateFiles(where, "*.et"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            int dot = name.LastIndexOf('.');
            if (dot > 0 && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rank))
            {
                runs.TryAdd(name[..dot], []);
                runs[name[..dot]][rank] = file;
            }
        }

        if (folder && runs.Count > 1)
        {
            mistakes.Add(new Diagnostic(path, 0, "", "holds the traces of several runs", Allowed: "one of "
                + string.Join(", ", runs.Keys.Order().Select(name => Path.Combine(path, name)))));
            return [];
        }

        string prefix = folder ? runs.Keys.FirstOrDefault() ?? "" : Path.GetFileName(path);
        if (!runs.TryGetValue(prefix, out Dictionary<int, string>? files))
        {
            mistakes.Add(new Diagnostic(path, 0, "", "there are no traces", null, "files named NAME.0.et, NAME.1.et and so on",
                folder ? null : NearestName.Of(prefix, runs.Keys)));
            return [];
        }

        return Complete(path, files, gpus, mistakes) ? [.. Enumerable.Range(0, gpus).Select(rank => files[rank])] : [];
    }

    /// <summary>The file of groups beside traces; null where there is none.</summary>
    public static string? Groups(string path)
    {
        string where = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        return ((string[])["comm_group.json", "comm_groups.json"]).Select(name => Path.Combine(where, name)).FirstOrDefault(File.Exists);
    }

    private static bool Complete(string path, Dictionary<int, string> files, int gpus, List<Diagnostic> mistakes)
    {
        int before = mistakes.Count;
        int ranks = files.Keys.Max() + 1;
        int[] missing = [.. Enumerable.Range(0, ranks).Where(rank => !files.ContainsKey(rank))];
        if (missing.Length > 0)
        {
            string more = missing.Length > 16 ? ", ..." : "";
            mistakes.Add(new Diagnostic(path, 0, "", $"{(missing.Length == 1 ? "a rank is" : $"{missing.Length} ranks are")} missing: {string.Join(", ", missing.Take(16))}{more}"));
        }

        if (ranks != gpus)
        {
            mistakes.Add(new Diagnostic(path, 0, "", $"has traces of {ranks} ranks, but the cluster has {gpus} GPUs",
                Allowed: $"a cluster of {ranks} GPUs, or {gpus} traces"));
        }

        return mistakes.Count == before;
    }
}
