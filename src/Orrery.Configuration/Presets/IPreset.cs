namespace Orrery.Configuration.Presets;

/// <summary>Something that ships as a file and is found by name.</summary>
public interface IPreset
{
    /// <summary>Canonical name, in small letters.</summary>
    string Name { get; }

    /// <summary>Other names under which it is found.</summary>
    IReadOnlyList<string> Aliases { get; }
}
