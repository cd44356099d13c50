using System.CommandLine;

namespace Orrery.Cli.Commands;

/// <summary>
/// A command with examples. A new one derives from this, declares its arguments and options in the constructor, says what to do
/// with <c>SetAction</c>, and is named in <see cref="CommandLine"/>.
/// </summary>
public abstract class CliCommand : Command
{
    protected CliCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Whole command lines, shown at the end of the help page.</summary>
    public IReadOnlyList<string> Examples { get; }
}
