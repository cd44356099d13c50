using System.Diagnostics;
using System.Globalization;
using Orrery.Engine;
using Orrery.Engine.Threads;

namespace Orrery.Benchmarks;

/// <summary>A benchmark that was run several times: the result, and the fastest run.</summary>
/// <param name="Result">The same in every run.</param>
/// <param name="Seconds">The run alone, without building the model; the fastest of the repeats.</param>
/// <param name="Run">How the fastest run went.</param>
public sealed record Measurement(BenchmarkResult Result, double Seconds, RunResult Run)
{
    /// <summary>Untimed runs come first, until the just-in-time compiler has seen the code at work for this long.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(1200);

    /// <param name="kind">The model.</param>
    /// <param name="parameters">Valid parameters.</param>
    /// <param name="manager">Makes the thread manager of each run; null leaves the choice to the engine.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="repeat">Timed runs; at least 1.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Measurement Take(
        BenchmarkKind kind, long[] parameters, Func<ThreadManager>? manager, int threads, int repeat, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(kind);
        long began = Stopwatch.GetTimestamp();
        do RunOnce(kind, parameters, manager, threads, stop);
        while (Stopwatch.GetElapsedTime(began) < WarmUp);
        Measurement best = RunOnce(kind, parameters, manager, threads, stop);
        for (int i = 1; i < repeat; i++)
        {
            Measurement next = RunOnce(kind, parameters, manager, threads, stop);
            if (next.Seconds < best.Seconds) best = next;
        }
        return best;
    }

    /// <summary>The line that all simulators of these models print.</summary>
    public string Line(string model, IEnumerable<long> parameters) => string.Create(CultureInfo.InvariantCulture,
        $"model={model} params={string.Join(',', parameters)} ticks={Result.LastTick} events={Result.Events} checksum={Result.Checksum:x16} seconds={Seconds:F6}");

    private static Measurement RunOnce(
        BenchmarkKind kind, long[] parameters, Func<ThreadManager>? manager, int threads, CancellationToken stop)
    {
        // The last model goes before the next one comes, and what building leaves behind before the clock starts.
        GC.Collect();
        IBenchmarkModel model = kind.Build(parameters);
        model.Simulation.Start();
        GC.Collect();
        RunResult run = model.Simulation.Run(new RunOptions { Threads = threads, Manager = manager?.Invoke(), Cancellation = stop });
        stop.ThrowIfCancellationRequested();
        if (run.End != RunEnd.Idle) throw new InvalidOperationException($"{kind.Name} ended early: {run.End}. {run.Account}");
        return new Measurement(model.Result(), run.Elapsed.TotalSeconds, run);
    }
}
