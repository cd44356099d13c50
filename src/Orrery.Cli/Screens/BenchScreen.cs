using System.Globalization;
using Orrery.Benchmarks;
using Orrery.Engine.Threads;

namespace Orrery.Cli.Screens;

/// <summary>All benchmark models in all standard sizes: a line each as soon as it is measured.</summary>
public static class BenchScreen
{
    /// <returns>False if a checksum was wrong.</returns>
    public static bool Run(LimitProject? limit, int threads, int repeat, Func<ThreadManager>? manager, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        string several = $"{threads} threads";
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"size",-14}{"limit s",10}{"1 thread s",12}{"multiple",10}{(threads > 1 ? several + " s" : ""),14}{(threads > 1 ? "multiple" : ""),10}  {"checksum"}"));
        bool right = true;
        foreach (StandardSize size in BenchmarkCatalogue.Standard)
        {
            BenchmarkKind kind = BenchmarkCatalogue.Find(size.Model)!;
            double? bound = limit?.Measure(size.Model, size.Parameters, repeat);
            Measurement alone = Measurement.Take(kind, size.Parameters, () => new SequentialManager(), 1, repeat, terminal.Stop);
            Measurement? together = threads > 1 ? Measurement.Take(kind, size.Parameters, manager, threads, repeat, terminal.Stop) : null;
            bool equal = alone.Result == size.Expected && (together is null || together.Result == size.Expected);
            right &= equal;
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size.Model + " " + size.Name,-14}{bound,10:F4}{alone.Seconds,12:F4}{alone.Seconds / bound,10:F2}{together?.Seconds,14:F4}{together?.Seconds / bound,10:F2}  {(equal ? "right" : "WRONG")}{(together is null ? "" : $", {together.Run.Manager}")}"));
        }
        return right;
    }
}
