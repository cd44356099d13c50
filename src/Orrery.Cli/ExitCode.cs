namespace Orrery.Cli;

/// <summary>What the tool tells the shell.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A bug of ours.</summary>
    public const int Bug = 1;

    /// <summary>A mistake of the user: a file, an argument, a folder that cannot be written.</summary>
    public const int Mistake = 2;

    /// <summary>Ended by Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
