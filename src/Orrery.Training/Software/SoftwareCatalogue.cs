using Orrery.Configuration.Presets;

namespace Orrery.Training.Software;

/// <summary>The software stacks that come with the program, one embedded file each.</summary>
public static class SoftwareCatalogue
{
    /// <summary>The stack of a plan that names none.</summary>
    public const string Default = "nemo-2024";

    /// <summary>The files themselves, for readers that lay changes over them.</summary>
    public static PresetCatalogue<SoftwareStack> Presets { get; } =
        new(typeof(SoftwareCatalogue).Assembly, "Orrery.Training.Software.Presets.");

    /// <summary>Finds a stack by name or alias; null when there is none.</summary>
    public static SoftwareStack? Find(string name) => Presets.Find(name);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => Presets.Nearest(name);
}
