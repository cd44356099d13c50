using Orrery.Configuration;

namespace Orrery.Experiments;

/// <summary>Where an experiment is read from, and where its mistakes go.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Diagnostics">Takes what is wrong.</param>
internal sealed record ExperimentSource(string File, List<Diagnostic> Diagnostics)
{
    /// <summary>The folder from which paths in the file count.</summary>
    public string Folder => Path.GetDirectoryName(File) ?? "";

    /// <summary>The file's name without its ending: a short name for the experiment.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);
}
