using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Traces;

/// <summary>
/// Reads the traces that the NVBit tracer of Accel-Sim writes (Khairy et al., ISCA 2020), post-processed: a <c>kernelslist.g</c>, or a single
/// <c>.traceg</c>. docs/gpu.md says which instructions it knows and what it leaves out.
/// </summary>
public static class TraceReader
{
    private const string ListEnding = ".g";
    private const string Copy = "MemcpyHtoD";

    /// <summary>The kernels, stream by stream, in the order of their launches.</summary>
    /// <param name="path">The list or the trace, as the user named it.</param>
    public static Loaded<IReadOnlyList<IReadOnlyList<Kernel>>> Read(string path)
    {
        List<Diagnostic> mistakes = [];
        SortedDictionary<int, List<Kernel>> streams = [];
        if (TextFile.Read(path, mistakes) is { } text)
        {
            foreach ((string file, string trace) in path.EndsWith(ListEnding, StringComparison.Ordinal) ? Listed(path, text, mistakes) : [(path, text)])
            {
                if (TraceFile.Read(file, trace, mistakes) is not { } kernel) continue;
                if (!streams.TryGetValue(kernel.Stream, out List<Kernel>? stream)) streams.Add(kernel.Stream, stream = []);
                stream.Add(kernel.Kernel);
            }
            if (streams.Count == 0 && mistakes.Count == 0) mistakes.Add(new Diagnostic(path, 0, "", "names no kernel"));
        }
        return Loaded.From<IReadOnlyList<IReadOnlyList<Kernel>>>([.. streams.Values], mistakes);
    }

    private static IEnumerable<(string File, string Text)> Listed(string path, string list, List<Diagnostic> mistakes)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        int number = 0;
        foreach (string line in list.Split('\n').Select(line => line.Trim()))
        {
            number++;
            // What is copied to the GPU before a kernel is in device memory, not in L2: nothing to do.
            if (line.Length == 0 || line.StartsWith(Copy, StringComparison.Ordinal)) continue;
            if (!line.EndsWith(".traceg", StringComparison.Ordinal))
            {
                mistakes.Add(new Diagnostic(path, number, "", "is neither a copy nor a trace", line, $"{Copy},ADDRESS,BYTES or a .traceg file"));
                continue;
            }
            string file = Path.Combine(folder, line);
            if (!File.Exists(file))
                mistakes.Add(new Diagnostic(path, number, "", "there is no such trace", line));
            else if (TextFile.Read(file, mistakes) is { } text)
                yield return (file, text);
        }
    }
}
