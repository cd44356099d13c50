using Orrery.Configuration;

namespace Orrery.Experiments;

/// <summary>An experiment cannot be run to its end because of what it asks for, as a kernel that waits for ever.</summary>
/// <param name="mistakes">What is wrong and where.</param>
public sealed class ExperimentException(IReadOnlyList<Diagnostic> mistakes) : Exception(string.Join('\n', mistakes))
{
    /// <summary>What is wrong and where.</summary>
    public IReadOnlyList<Diagnostic> Mistakes { get; } = mistakes;
}
