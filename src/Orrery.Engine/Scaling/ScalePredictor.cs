using System.Diagnostics;
using Orrery.Engine.Execution;
using Orrery.Engine.Threads;

namespace Orrery.Engine.Scaling;

/// <summary>
/// Predicts from one sequential run what threads would gain: in each lookahead window the heaviest partition decides, and each window
/// costs a barrier. What threads take from each other (shared caches, memory bandwidth, clock) is not in it, and neither is the work of
/// handing messages from thread to thread.
/// </summary>
public static class ScalePredictor
{
    /// <param name="build">Makes the model; called twice, once to time it undisturbed and once to look into it.</param>
    /// <param name="threads">The numbers of threads to predict for.</param>
    /// <param name="options">How far to run; threads and manager are ignored.</param>
    public static ScaleReport Predict(Func<Simulation> build, IReadOnlyList<int> threads, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(threads);
        RunOptions alone = (options ?? new RunOptions()) with { Threads = 1, Manager = new SequentialManager() };
        Simulation counted = build();
        counted.Start();
        counted.BeginCounting();
        RunResult plain = counted.Run(alone);

        Simulation metered = build();
        metered.Start();
        metered.TakeCountsOf(counted);
        var graph = new ModelGraph(metered);
        (int[] PartitionOf, long Lookahead)[] splits = [.. threads.Select(count =>
        {
            int[] split = GraphSplit.Split(graph, count);
            return (split, graph.Lookahead(split));
        })];
        var meter = new ScaleMeter(splits);
        metered.Meter = meter;
        metered.Run(alone);

        double total = plain.Elapsed.TotalSeconds, barrier = BarrierSeconds();
        IEnumerable<ScalePrediction> predictions = meter.Finish().Select((lane, i) =>
        {
            double path = total * lane.Share, barriers = lane.Windows * barrier * Math.Log2(threads[i]);
            return new ScalePrediction(threads[i], splits[i].Lookahead, lane.Windows, path, barriers, total / (path + barriers));
        });
        return new ScaleReport(total, plain.Activations, barrier, [.. predictions]);
    }

    /// <summary>The time of a barrier between two threads; a tree of such barriers joins more, so the cost grows with the logarithm.</summary>
    private static double BarrierSeconds()
    {
        const int rounds = 2_000;
        using var team = new WorkerTeam(2, _ => { });
        double best = double.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < rounds; i++) team.RunPhase();
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds / rounds);
        }
        return best;
    }
}
