using Orrery.Experiments;

namespace Orrery.Reporting;

/// <summary>The reports of all sorts of result.</summary>
public static class ResultReports
{
    private static readonly IResultReport[] Known =
    [
        .. typeof(ResultReports).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IResultReport)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IResultReport)Activator.CreateInstance(type)!),
    ];

    /// <summary>The report of a result.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static IResultReport Of(ExperimentResult result) => Array.Find(Known, known => known.Handles(result))
        ?? throw new NotSupportedException($"no report for results of kind '{result.Kind}'");
}
