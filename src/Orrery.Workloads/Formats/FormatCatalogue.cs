using Orrery.Configuration.Presets;

namespace Orrery.Workloads.Formats;

/// <summary>The number formats that come with the program, one embedded file each.</summary>
public static class FormatCatalogue
{
    /// <summary>The files themselves, for readers that lay changes over them.</summary>
    public static PresetCatalogue<NumberFormat> Presets { get; } =
        new(typeof(FormatCatalogue).Assembly, "Orrery.Workloads.Formats.Presets.");

    /// <summary>All formats, by name.</summary>
    public static IReadOnlyList<NumberFormat> All => Presets.All;

    /// <summary>Finds a format by name or alias, capitals and small letters being equal; null when there is none.</summary>
    public static NumberFormat? Find(string name) => Presets.Find(name);

    internal static NumberFormat Named(string name) => Find(name) ?? throw new InvalidOperationException($"no preset for {name}");
}
