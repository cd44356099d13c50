using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;

namespace Orrery.Hardware;

/// <summary>
/// Resolves what a user writes behind <c>gpu:</c>: a catalogue name, a file, or a mapping that may start from a preset.
/// </summary>
/// <param name="folder">The folder from which relative paths count: that of the file in which they stand.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
public sealed class GpuReader(string folder, List<Diagnostic> diagnostics)
{
    /// <summary>The GPU, or null with diagnostics.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Dotted path of the key, such as <c>gpu</c>.</param>
    public Gpu? Read(Node node, string path)
    {
        int before = diagnostics.Count;
        MapNode? document = Document(node, path);
        Gpu? gpu = document is null ? null : new Binder(diagnostics).Bind<Gpu>(document, path);
        if (gpu is not null && diagnostics.Count == before && !gpu.Peak.Formats.Any())
        {
            diagnostics.Add(new Diagnostic(document!.File, document.Line, path + ".peak",
                "names no number format, so the GPU computes nothing"));
        }

        return diagnostics.Count == before ? gpu : null;
    }

    private MapNode? Document(Node node, string path)
    {
        switch (node)
        {
            case ScalarNode name:
                return Named(name, path);
            case MapNode map when map.Find(Overrides.PresetKey) is { } preset:
                MapNode? lower = Document(preset, path + "." + Overrides.PresetKey);
                return lower is null ? null : Overrides.Merge(lower, map.Without(Overrides.PresetKey));
            case MapNode map:
                return map;
            default:
                diagnostics.Add(new Diagnostic(node.File, node.Line, path,
                    $"is a GPU's name, a file or a mapping, not {node.Noun}"));
                return null;
        }
    }

    private MapNode? Named(ScalarNode name, string path)
    {
        if (GpuCatalogue.Document(name.Text) is { } known)
        {
            return known;
        }

        bool isFile = name.Text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || name.Text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (!isFile)
        {
            string? nearest = GpuCatalogue.Nearest(name.Text);
            string allowed = $"a .yaml file or one of {GpuCatalogue.All.Count} GPUs, which 'orrery show gpus' lists";
            diagnostics.Add(new Diagnostic(name.File, name.Line, path, $"there is no GPU '{name.Text}'", Nearest: nearest,
                Allowed: allowed));
            return null;
        }

        List<Diagnostic> problems = [];
        string file = Path.Combine(folder, name.Text);
        MapNode? document = TextFile.Read(file, problems) is { } text ? YamlReader.Read(file, text, diagnostics) : null;
        diagnostics.AddRange(problems.Select(problem =>
            new Diagnostic(name.File, name.Line, path, problem.Problem, file, null, problem.Nearest)));
        return document is not null && document.Find(Overrides.PresetKey) is not null
            ? new GpuReader(Path.GetDirectoryName(file) ?? "", diagnostics).Document(document, path)
            : document;
    }
}
