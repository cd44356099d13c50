using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.Training.Schedules;

/// <summary>The schedules that come with the program. A new class in this project is found by its name.</summary>
public static class ScheduleCatalogue
{
    private static readonly IPipelineSchedule[] Known =
    [
        .. typeof(IPipelineSchedule).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IPipelineSchedule)) && type.GetConstructor([]) is not null)
            .Select(type => (IPipelineSchedule)Activator.CreateInstance(type)!)
            .OrderBy(schedule => schedule.Name, StringComparer.Ordinal),
    ];

    /// <summary>Names of all, and <c>auto</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", .. Known.Select(schedule => schedule.Name)];

    /// <summary>
    /// The schedule of a name; null where there is none. <c>auto</c> is interleaved where there are virtual stages, 1F1B elsewhere.
    /// </summary>
    public static IPipelineSchedule? Find(string name, int virtualStages) => name == "auto"
        ? Find(virtualStages > 1 ? "interleaved" : "1f1b", virtualStages) : Array.Find(Known, schedule => schedule.Name == name);

    /// <summary>
    /// The schedule that a file writes out, one line a stage; null with diagnostics where it is none.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static IPipelineSchedule? Load(string file, List<Diagnostic> diagnostics)
    {
        if (TextFile.Read(file, diagnostics) is not { } text)
        {
            return null;
        }

        TableSchedule? table = TableSchedule.Read(Path.GetFileNameWithoutExtension(file), text, out string? problem);
        if (problem is not null)
        {
            diagnostics.Add(new Diagnostic(file, 0, "", problem));
        }

        return table;
    }

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => NearestName.Of(name, Names);
}
