using Orrery.Engine.Threads;

namespace Orrery.Examples.MyThreadManager;

/// <summary>Deals components out like cards, four partitions a thread, and lets threads take the next partition when they are free.</summary>
public sealed class RoundRobinManager : ThreadManager
{
    private Window? _window;
    private int _taken;

    /// <inheritdoc/>
    public override string Name => "round-robin";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        int[] partitionOf = new int[model.Count];
        int parts = Math.Min(model.Count, threads * 4);
        for (int id = 0; id < model.Count; id++) partitionOf[id] = id % parts;
        return partitionOf;
    }

    /// <inheritdoc/>
    public override void Open(Window window) => (_window, _taken) = (window, 0);

    /// <inheritdoc/>
    public override int Next(int worker)
    {
        // All workers call this at once, so the next place is taken by an atomic step.
        int at = Interlocked.Increment(ref _taken) - 1;
        return at < _window!.Count ? _window.Active[at] : -1;
    }
}
