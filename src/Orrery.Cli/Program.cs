using System.Runtime.InteropServices;

namespace Orrery.Cli;

/// <summary>The process: its streams and its signals.</summary>
public static class Program
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static int Main(string[] args)
    {
        using CancellationTokenSource stop = new();
        using Timer late = new(_ => Environment.Exit(ExitCode.Interrupted));
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            // The first Ctrl-C lets the work end in order, and work that does not listen ends soon after; the second ends it at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
            late.Change(Patience, Timeout.InfiniteTimeSpan);
        });
        return CommandLine.Run(args, Terminal.OfProcess(args, stop.Token));
    }
}
