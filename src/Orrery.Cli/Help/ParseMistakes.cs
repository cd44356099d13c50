using System.CommandLine;
using System.CommandLine.Parsing;
using Orrery.Configuration;

namespace Orrery.Cli.Help;

/// <summary>Says what is wrong with a command line, with the nearest name for each word that is not known.</summary>
public static class ParseMistakes
{
    public static IEnumerable<string> Of(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        foreach (string word in result.UnmatchedTokens)
            yield return Unknown(word, command);

        foreach (ParseError error in result.Errors)
        {
            // The words that match nothing have been named above, in our words.
            bool told = result.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal));
            if (!told)
                yield return error.Message.TrimEnd('.');
        }
    }

    /// <summary>The command as it is typed, for the hint where to read more.</summary>
    public static string PathOf(CommandResult result)
    {
        string name = result.Command is RootCommand ? "orrery" : result.Command.Name;
        return result.Parent is CommandResult parent ? PathOf(parent) + " " + name : name;
    }

    private static string Unknown(string word, Command command)
    {
        bool option = word.StartsWith('-');
        string[] names = option
            ? [.. command.Options.Where(o => !o.Hidden).Select(o => o.Name).Append("--help")]
            : [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
        string kind = option ? "option" : names.Length > 0 ? "command" : "argument";
        string hint = NearestName.Of(word.Split('=')[0], names) is { } nearest ? $"did you mean '{nearest}'?" : $"known: {string.Join(", ", names)}";
        return names.Length > 0 ? $"unknown {kind} '{word}' ({hint})" : $"unexpected {kind} '{word}'";
    }
}
