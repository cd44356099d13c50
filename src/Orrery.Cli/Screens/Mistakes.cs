using Orrery.Configuration;

namespace Orrery.Cli.Screens;

/// <summary>Prints the mistakes of a user, all at once, one a line, so that editors and people can jump to them.</summary>
public static class Mistakes
{
    public static int Print(IReadOnlyList<Diagnostic> mistakes, Terminal terminal)
    {
        foreach (Diagnostic mistake in mistakes)
            terminal.Error.WriteLine(mistake.ToString());
        terminal.Error.WriteLine(mistakes.Count == 1 ? "orrery: 1 mistake, nothing was run" : $"orrery: {mistakes.Count} mistakes, nothing was run");
        return ExitCode.Mistake;
    }
}
