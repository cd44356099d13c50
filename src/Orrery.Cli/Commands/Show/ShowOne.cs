using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands.Show;

/// <summary><c>orrery show gpu NAME</c> and the like: one of a list, or what a file describes.</summary>
internal sealed class ShowOne<T> : CliCommand
    where T : class
{
    private readonly IShownByName<T> _shown;
    private readonly Argument<string> _name = new("NAME");
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public ShowOne(IShownByName<T> shown, Terminal terminal)
        : base(shown.Singular, shown.HelpOfOne)
    {
        _shown = shown;
        _name.Description = shown.Given;
        Arguments.Add(_name);
        Options.Add(_json);
        SetAction(parsed => Run(parsed.GetRequiredValue(_name), parsed.GetValue(_json), terminal));
    }

    private int Run(string name, bool json, Terminal terminal)
    {
        T? one = _shown.Find(name);
        if (one is null && LooksLikeFile(name, terminal))
        {
            Loaded<T> loaded = _shown.Load(name, terminal.Folder);
            if (!loaded.Ok)
                return Mistakes.Print(loaded.Diagnostics, terminal);
            one = loaded.Value;
        }

        if (one is null)
            return Unknown(name, terminal);
        if (json)
            terminal.Out.WriteLine(_shown.Json(one).ToJsonString(JsonStyle.Indented));
        else
            _shown.Print(one, terminal.Screen);
        return ExitCode.Ok;
    }

    private static bool LooksLikeFile(string name, Terminal terminal) =>
        name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal)
        || name.EndsWith(".yaml", StringComparison.Ordinal) || Path.Exists(terminal.Resolve(name));

    private int Unknown(string name, Terminal terminal)
    {
        string hint = _shown.Nearest(name) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
        terminal.Error.WriteLine($"orrery: unknown {_shown.Noun} '{name}'{hint}");
        terminal.Error.WriteLine($"'orrery show {_shown.Plural}' lists all.");
        return ExitCode.Mistake;
    }
}
