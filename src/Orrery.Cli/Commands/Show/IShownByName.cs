using System.Text.Json.Nodes;
using Orrery.Configuration;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>A sort of thing of which one can be shown by itself: by name, or as a file describes it.</summary>
internal interface IShownByName<T> : IShown
    where T : class
{
    /// <summary>The command for one: "gpu".</summary>
    string Singular { get; }

    /// <summary>What it is called in a sentence: "GPU".</summary>
    string Noun { get; }

    /// <summary>What is shown of one, in one line.</summary>
    string HelpOfOne { get; }

    /// <summary>What may be given.</summary>
    string Given => $"Name of a {Noun}, as 'orrery show {Plural}' lists it, or a .yaml file.";

    /// <summary>The one of a name, or null.</summary>
    T? Find(string name);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    string? Nearest(string name);

    /// <summary>The one that a file describes.</summary>
    /// <param name="path">The file, as it was given.</param>
    /// <param name="folder">The folder from which relative paths count.</param>
    Loaded<T> Load(string path, string folder);

    void Print(T one, IAnsiConsole screen);

    JsonObject Json(T one);

    IEnumerable<CliCommand> IShown.Commands(Terminal terminal) => [new ShowAll(this, terminal), new ShowOne<T>(this, terminal)];
}
