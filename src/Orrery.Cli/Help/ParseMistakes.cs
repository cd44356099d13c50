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
        // A misspelt option swallows the place of an argument, so that what follows it is out of place too: name the option alone.
        string[] options = [.. result.Tokens.Where(token => token.Type == TokenType.Argument && LooksLikeOption(token.Value)).Select(token => token.Value)];
        string[] words = options.Length > 0 ? options : [.. result.UnmatchedTokens];
        bool needsOne = command.Subcommands.Count > 0 && command.Arguments.Count == 0;
        if (words.Length > 0 && needsOne)
            return [Unknown(words[0], command)]; // what follows an unknown command cannot be judged
        if (words.Length > 0)
            return words.Select(word => Unknown(word, command));
        if (needsOne)
            return [$"'{PathOf(result.CommandResult)}' needs one of: {string.Join(", ", command.Subcommands.Select(child => child.Name))}"];
        string[] missing = [.. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 }).Select(argument => argument.Name)];
        return missing.Length > 0
            ? [$"'{PathOf(result.CommandResult)}' needs {string.Join(" and ", missing)}"]
            : result.Errors.Select(error => error.Message.TrimEnd('.'));
    }

    /// <summary>Keeps arguments from taking words that were meant as options. A hidden argument is there to take them.</summary>
    public static void Guard(Command command)
    {
        foreach (Argument argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            argument.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => LooksLikeOption(token.Value)))
                    result.AddError("unknown option");
            });
        }
        foreach (Command child in command.Subcommands)
            Guard(child);
    }

    /// <summary>The command as it is typed, for the hint where to read more.</summary>
    public static string PathOf(CommandResult result)
    {
        string name = result.Command is RootCommand ? "orrery" : result.Command.Name;
        return result.Parent is CommandResult parent ? PathOf(parent) + " " + name : name;
    }

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-';

    private static string Unknown(string word, Command command)
    {
        bool option = LooksLikeOption(word);
        string[] names = option
            ? [.. command.Options.Where(o => !o.Hidden).Select(o => o.Name).Append("--help")]
            : command.Arguments.Count > 0 ? [] : [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
        string kind = option ? "option" : names.Length > 0 ? "command" : "argument";
        string hint = NearestName.Of(word.Split('=')[0], names) is { } nearest ? $"did you mean '{nearest}'?" : $"known: {string.Join(", ", names)}";
        return names.Length > 0 ? $"unknown {kind} '{word}' ({hint})" : $"unexpected {kind} '{word}'";
    }
}
