using Orrery.Experiments;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a sort of result. A new sort is a class that implements this, with nothing to register.</summary>
public interface IResultScreen
{
    /// <summary>Whether it knows a result.</summary>
    bool Handles(ExperimentResult result);

    /// <summary>Prints it.</summary>
    /// <param name="result">A result that it knows.</param>
    /// <param name="overrides">Values of the command line that went before the file's.</param>
    /// <param name="screen">Where to print.</param>
    void Print(ExperimentResult result, IReadOnlyList<string> overrides, IAnsiConsole screen);
}
