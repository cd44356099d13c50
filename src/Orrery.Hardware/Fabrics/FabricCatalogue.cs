using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;

namespace Orrery.Hardware.Fabrics;

/// <summary>The fabrics that come with the program, one embedded file each, and those that users write.</summary>
public static class FabricCatalogue
{
    /// <summary>The files themselves, for readers that lay changes over them.</summary>
    public static PresetCatalogue<Fabric> Presets { get; } = new(typeof(FabricCatalogue).Assembly, "Orrery.Hardware.Fabrics.Presets.");

    /// <summary>All fabrics, by name.</summary>
    public static IReadOnlyList<Fabric> All => Presets.All;

    /// <summary>Finds a fabric by name or alias, capitals and small letters being equal; null when there is none.</summary>
    public static Fabric? Find(string name) => Presets.Find(name);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => Presets.Nearest(name);

    /// <summary>Reads a file in which a user describes a fabric, perhaps as changes to a preset.</summary>
    public static Loaded<Fabric> Load(string path)
    {
        List<Diagnostic> diagnostics = [];
        Fabric? fabric = TextFile.Read(path, diagnostics) is { } text && YamlReader.Read(path, text, diagnostics) is { } document
            ? Read(document, "", Path.GetDirectoryName(path) ?? "", diagnostics) : null;
        return Loaded.From(fabric, diagnostics);
    }

    /// <summary>What a user meant by a name, a file or a mapping; null with diagnostics where it makes no fabric.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Dotted path of the key, such as <c>fabric</c>.</param>
    /// <param name="folder">The folder from which relative paths count.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static Fabric? Read(Node node, string path, string folder, List<Diagnostic> diagnostics)
    {
        if (new PresetReader<Fabric>(Presets, "fabric", folder, diagnostics).Read(node, path) is not { } fabric)
        {
            return null;
        }

        string key = path.Length == 0 ? "tiers" : path + ".tiers";
        string? problem = fabric.Tiers.Count == 0 ? "is empty, so nothing is connected" : null;
        for (int index = 1; index < fabric.Tiers.Count && problem is null; index++)
        {
            problem = fabric.Tiers[index - 1].Size is null ? $"[{index - 1}] has no size, so nothing is left for the tier outside it"
                : fabric.Tiers[index - 1].IsBetweenNodes && !fabric.Tiers[index].IsBetweenNodes
                    ? $"[{index}] lies within a server, but outside a tier that joins servers" : null;
        }

        if (problem is not null)
        {
            diagnostics.Add(new Diagnostic(node.File, node.Line, key, problem));
            return null;
        }

        return fabric;
    }
}
