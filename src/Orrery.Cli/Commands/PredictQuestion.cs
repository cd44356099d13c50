using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Questions;
using Orrery.Experiments.Questions.Collectives;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary>
/// One question as a command. Its options are the parameters that the question declares, and they are checked as a file's keys
/// are: all mistakes at once.
/// </summary>
internal sealed class PredictQuestion : CliCommand
{
    private readonly IQuestion _question;
    private readonly List<(Option Option, string Key, string? Switched)> _keys = [];
    // Takes what is not known, so that it is told together with what else is wrong.
    private readonly Argument<string[]> _rest = new("REST") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
    private readonly Option<string[]> _set = new("--set", "-s")
    {
        Description = "Override one value, such as gpu.l2.size=64MiB; may be given many times.",
        HelpName = "KEY=VALUE",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON in SI units and nothing else." };

    public PredictQuestion(IQuestion question, Terminal terminal)
        : base(question.Name, question.Help, $"orrery predict {question.Name} {question.Example} --gpu h100-sxm5-80gb")
    {
        _question = question;
        Arguments.Add(_rest);
        foreach (ParameterInfo parameter in ParameterList.Of(question.GetType()))
            Add(parameter);
        AddCommon("gpu", "NAME", "A GPU: a name that 'orrery show gpus' lists, or a .yaml file (required).");
        AddCommon("dtype", "NAME", "Number format: a name or a .yaml file; fp16 where left out.", "-d");
        if (question is CollectiveQuestion)
            AddCommon("fabric", "NAME", "How the GPUs are connected: a name that 'orrery show fabrics' lists, or a .yaml file; the GPU's usual links where left out.");
        AddCommon("fidelity", "NAME", "How closely operators are modelled; analytic where left out.", "-f");
        AddCommon("data", "PATH", "Measurements on this GPU (CSV or folder) that go before the model.");
        Options.Add(_set);
        Options.Add(_json);
        SetAction(parsed => Run(parsed, terminal));
    }

    private void Add(ParameterInfo parameter)
    {
        string name = parameter.Path.Replace('_', '-');
        bool isSwitch = parameter.Default is "true" or "false";
        string help = isSwitch ? SwitchHelp(parameter) : parameter.Help;
        string more = parameter.Required ? " (required)" : isSwitch || parameter.Default is null ? "" : $" ({parameter.Default} where left out)";
        Option option = isSwitch
            ? new Option<bool>(parameter.Default == "true" ? "--no-" + name : "--" + name) { Description = help + "." }
            : new Option<string>("--" + name) { Description = help + more + ".", HelpName = parameter.Type == "a text" ? "NAME" : "N" };
        Options.Add(option);
        _keys.Add((option, parameter.Path, isSwitch ? (parameter.Default == "true" ? "false" : "true") : null));
    }

    private void AddCommon(string key, string value, string help, params string[] aliases)
    {
        Option<string> option = new("--" + key, aliases) { Description = help, HelpName = value };
        Options.Add(option);
        _keys.Add((option, key, null));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        List<Diagnostic> mistakes = [.. Unknown(parsed)];
        string here = $"orrery predict {Name}";
        MapNode document = new(here, 0, [.. _keys.Select(known => Entry(parsed, known)).OfType<MapEntry>()]);
        Loaded<Prediction> loaded = new PredictionReader(terminal.Folder).Read(_question, document, parsed.GetValue(_set) ?? []);
        mistakes.AddRange(loaded.Diagnostics.Select(mistake => AsOption(mistake, here)));
        if (mistakes.Count > 0)
            return Mistakes.Print(mistakes, terminal);
        if (parsed.GetValue(_json))
            terminal.Out.WriteLine(PredictionJson.Of(loaded.Value!).ToJsonString(JsonStyle.Indented));
        else
            PredictionScreen.Print(loaded.Value!, parsed.GetValue(_set) ?? [], terminal.Screen);
        return ExitCode.Ok;
    }

    private static MapEntry? Entry(ParseResult parsed, (Option Option, string Key, string? Switched) known)
    {
        if (parsed.GetResult(known.Option) is not { Implicit: false } result)
            return null;
        string text = known.Switched ?? string.Concat(result.Tokens.Select(token => token.Value));
        string place = known.Option.Name;
        return new MapEntry(known.Key, place, 0, new ScalarNode(place, 0, text));
    }

    private IEnumerable<Diagnostic> Unknown(ParseResult parsed)
    {
        string[] names = [.. Options.Select(option => option.Name).Append("--help")];
        bool afterOption = false;
        foreach (string word in parsed.GetValue(_rest) ?? [])
        {
            bool option = word.Length > 1 && word[0] == '-';
            if (option)
                yield return new Diagnostic(word, 0, "", "unknown option", Nearest: NearestName.Of(word.Split('=')[0], names));
            else if (!afterOption)
                yield return new Diagnostic(word, 0, "", "unexpected argument");
            afterOption = option && !word.Contains('=', StringComparison.Ordinal);
        }
    }

    // The reader speaks of keys; a person typed options.
    private Diagnostic AsOption(Diagnostic mistake, string here)
    {
        if (mistake.File == here && mistake.Key.Length > 0)
            return mistake with { File = "--" + mistake.Key.Replace('_', '-'), Key = "" };
        bool own = _keys.Any(known => known.Option.Name == mistake.File && known.Key == mistake.Key);
        return own ? mistake with { Key = "" } : mistake;
    }

    // "Whether rows are sorted" describes a key; a switch says what it does.
    private static string SwitchHelp(ParameterInfo parameter)
    {
        const string Whether = "Whether ";
        string what = parameter.Help.StartsWith(Whether, StringComparison.Ordinal) ? parameter.Help[Whether.Length..] : parameter.Help;
        return parameter.Default == "true" ? "Unless given, " + what : char.ToUpperInvariant(what[0]) + what[1..];
    }
}
