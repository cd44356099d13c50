using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;

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
        Gpu? gpu = new PresetReader<Gpu>(GpuCatalogue.Presets, "GPU", folder, diagnostics).Read(node, path);
        if (gpu is not null && !gpu.Peak.Formats.Any())
        {
            diagnostics.Add(new Diagnostic(node.File, node.Line, path + ".peak",
                "names no number format, so the GPU computes nothing"));
        }

        return diagnostics.Count == before ? gpu : null;
    }
}
