using System.Text;
using Spectre.Console;

namespace Orrery.Cli;

/// <summary>All that a command sees of the world around it, so that tests can stand in for a person at a keyboard.</summary>
public sealed class Terminal
{
    /// <summary>Columns where the output is a file or a pipe: wide enough for every table, narrow enough to read.</summary>
    public const int PlainWidth = 120;

    public Terminal(TextWriter output, TextWriter error, string folder, CancellationToken stop = default)
        : this(output, error, folder, interactive: false, stop)
    {
    }

    private Terminal(TextWriter output, TextWriter error, string folder, bool interactive, CancellationToken stop)
    {
        (Out, Error, Folder, Stop, Interactive) = (output, error, folder, stop, interactive);
        Screen = Console(output, interactive);
        ErrorScreen = Console(error, interactive && !System.Console.IsErrorRedirected);
    }

    /// <summary>Standard output as plain text: for JSON and other things that programs read.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error as plain text.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output for people: tables, colours where the terminal has them.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Standard error for people.</summary>
    public IAnsiConsole ErrorScreen { get; }

    /// <summary>The folder that relative paths start from.</summary>
    public string Folder { get; }

    /// <summary>Set by Ctrl-C. Long work looks at it and throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stop { get; }

    /// <summary>True when a person watches; false when the output goes to a file or a pipe.</summary>
    public bool Interactive { get; }

    /// <summary>The arguments as they were given, for the record of the run.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public static Terminal OfProcess(string[] args, CancellationToken stop)
    {
        bool redirected = System.Console.IsOutputRedirected;
        TextWriter output = redirected ? Utf8(System.Console.OpenStandardOutput()) : System.Console.Out;
        TextWriter error = System.Console.IsErrorRedirected ? Utf8(System.Console.OpenStandardError()) : System.Console.Error;
        return new Terminal(output, error, Directory.GetCurrentDirectory(), interactive: !redirected, stop) { Arguments = args };
    }

    /// <summary>The full path of something the user named.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    /// <summary>The command line as it can be typed again.</summary>
    public string CommandText => "orrery " + string.Join(' ', Arguments.Select(Quoted));

    /// <summary>A path as a person wants to read it: short where it lies below the folder.</summary>
    public string Shown(string path)
    {
        string shown = Path.GetRelativePath(Folder, path);
        return shown.StartsWith("..", StringComparison.Ordinal) ? path : shown;
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // Whatever the locale says, a file gets UTF-8: the tables need it and so does JSON.
    private static StreamWriter Utf8(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static IAnsiConsole Console(TextWriter writer, bool interactive)
    {
        bool color = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = true;
        if (!interactive)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
