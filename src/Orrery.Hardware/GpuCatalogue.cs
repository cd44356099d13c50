using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;

namespace Orrery.Hardware;

/// <summary>The GPUs that come with the program, one embedded file each.</summary>
public static class GpuCatalogue
{
    private static readonly Lazy<IReadOnlyList<Entry>> Entries = new(ReadAll);

    /// <summary>All GPUs, by name.</summary>
    public static IReadOnlyList<Gpu> All => [.. Entries.Value.Select(entry => entry.Gpu)];

    /// <summary>Finds a GPU by name or alias; capitals, spaces and dashes make no difference. Null when there is none.</summary>
    public static Gpu? Find(string name) => FindEntry(name)?.Gpu;

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name)
    {
        string? near = NearestName.Of(name, Entries.Value.SelectMany(entry => entry.Gpu.Aliases.Prepend(entry.Gpu.Name)));
        return near is null ? null : Find(near)!.Name;
    }

    /// <summary>The file of a GPU as a document, for laying changes over it; null when there is no such GPU.</summary>
    internal static MapNode? Document(string name) => FindEntry(name)?.Document;

    private static Entry? FindEntry(string name) => Entries.Value.FirstOrDefault(entry =>
        entry.Gpu.Aliases.Prepend(entry.Gpu.Name).Any(known => Key(known) == Key(name)));

    // People write RTX 4090, RTX-4090, rtx_4090 and RTX4090.
    private static string Key(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '-' or '_'))).ToUpperInvariant();

    private static List<Entry> ReadAll()
    {
        System.Reflection.Assembly assembly = typeof(GpuCatalogue).Assembly;
        List<Diagnostic> diagnostics = [];
        List<Entry> entries = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name =>
            name.StartsWith("Orrery.Hardware.Presets.", StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            if (YamlReader.Read(resource, reader.ReadToEnd(), diagnostics) is { } document)
            {
                entries.Add(new Entry(new Binder(diagnostics).Bind<Gpu>(document), document));
            }
        }

        // What ships with the program is right, or the program is wrong.
        return diagnostics.Count == 0
            ? [.. entries.OrderBy(entry => entry.Gpu.Name, StringComparer.Ordinal)]
            : throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private sealed record Entry(Gpu Gpu, MapNode Document);
}
