using Orrery.Experiments;

namespace Orrery.Cli.Screens;

/// <summary>The screens of all sorts of result.</summary>
public static class ResultScreens
{
    private static readonly IResultScreen[] Known =
    [
        .. typeof(ResultScreens).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IResultScreen)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IResultScreen)Activator.CreateInstance(type)!),
    ];

    /// <summary>The screen of a result.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static IResultScreen Of(ExperimentResult result) => Array.Find(Known, known => known.Handles(result))
        ?? throw new NotSupportedException($"no screen for results of kind '{result.Kind}'");
}
