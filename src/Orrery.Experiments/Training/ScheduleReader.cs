using System.Reflection;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Plugins;
using Orrery.Training.Schedules;

namespace Orrery.Experiments.Training;

/// <summary>
/// Resolves what a user writes behind <c>plan.schedule:</c>: a name, a table in the file itself, the path of a table, or the name of a
/// class of a plugin.
/// </summary>
/// <param name="source">Where the file is, and where its mistakes go.</param>
/// <param name="document">The file.</param>
internal sealed class ScheduleReader(ExperimentSource source, MapNode document)
{
    private const string TableEnding = ".txt";

    private readonly List<IPipelineSchedule> _own = [];

    /// <summary>A schedule of one's own; null where the plan names one that comes with the program, and with diagnostics.</summary>
    /// <param name="name">What stands there.</param>
    /// <param name="plugins">Assemblies of the user.</param>
    /// <param name="table">The text of a table, where there is one.</param>
    public IPipelineSchedule? Read(string name, IReadOnlyList<string> plugins, out string? table)
    {
        IPipelineSchedule? own = FromPlugins(name, plugins);
        table = name.Contains('\n', StringComparison.Ordinal) ? name
            : name.EndsWith(TableEnding, StringComparison.OrdinalIgnoreCase) ? FromFile(name) : null;
        if (table is null || own is not null)
        {
            return own;
        }

        string title = name == table ? "table" : Path.GetFileNameWithoutExtension(name);
        TableSchedule? schedule = TableSchedule.Read(title, table, out string? problem);
        if (problem is not null)
        {
            Complain("plan.schedule", problem, title);
        }

        return schedule;
    }

    private string? FromFile(string name)
    {
        List<Diagnostic> problems = [];
        string file = Path.Combine(source.Folder, name);
        string? text = TextFile.Read(file, problems);
        foreach (Diagnostic problem in problems)
        {
            Complain("plan.schedule", problem.Problem, file);
        }

        return text;
    }

    /// <summary>The same mistakes, with the schedules of plugins among those that a wrong name could mean.</summary>
    public IEnumerable<Diagnostic> WithOwnNames(IEnumerable<Diagnostic> mistakes)
    {
        string known = string.Join(", ", ScheduleCatalogue.Names);
        string[] names = [.. ScheduleCatalogue.Names, .. _own.Select(schedule => schedule.Name)];
        return mistakes.Select(mistake => mistake.Allowed != known ? mistake
            : mistake with { Allowed = string.Join(", ", names), Nearest = NearestName.Of(mistake.Given ?? "", names) });
    }

    private IPipelineSchedule? FromPlugins(string name, IReadOnlyList<string> plugins)
    {
        foreach (string path in plugins)
        {
            Type[] types = [.. PluginAssembly.Types(Path.Combine(source.Folder, path), out string? problem)
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPipelineSchedule)) && type.GetConstructor([]) is not null)];
            problem ??= types.Length > 0 ? null : "has no public pipeline schedule: a class that implements IPipelineSchedule";
            if (problem is not null)
            {
                Complain("plugins", problem, path);
            }

            foreach (Type type in types)
            {
                Make(type, path);
            }
        }

        return _own.Find(schedule => schedule.Name == name);
    }

    private void Make(Type type, string path)
    {
        try
        {
            _own.Add((IPipelineSchedule)Activator.CreateInstance(type)!);
        }
        catch (TargetInvocationException failure)
        {
            Complain("plugins", $"the constructor of {type.Name} fails: {failure.InnerException?.Message}", path);
        }
    }

    private void Complain(string key, string problem, string given)
    {
        Node at = key.Split('.').Aggregate((Node?)document, (node, part) => (node as MapNode)?.Find(part) ?? node) ?? document;
        source.Diagnostics.Add(new Diagnostic(at.File, at.Line, key, problem, given));
    }
}
