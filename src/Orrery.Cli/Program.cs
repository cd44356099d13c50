using System.Runtime.InteropServices;

namespace Orrery.Cli;

/// <summary>The process: its streams and its signals.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            // The first Ctrl-C lets the work end in order; the second one ends the process at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
        return CommandLine.Run(args, Terminal.OfProcess(args, stop.Token));
    }
}
