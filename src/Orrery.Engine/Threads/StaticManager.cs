namespace Orrery.Engine.Threads;

/// <summary>One block of components for each worker, always the same: its caches stay warm, and nothing is decided while running.</summary>
public sealed class StaticManager : ThreadManager
{
    private Window? _window;
    private PerWorker _given = new(0);

    /// <inheritdoc/>
    public override string Name => "static";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => Blocks.Split(model, threads);

    /// <inheritdoc/>
    public override void Open(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        _window = window;
        if (_given.Count != window.Workers) _given = new PerWorker(window.Workers);
        for (int worker = 0; worker < window.Workers; worker++) _given[worker] = 0;
    }

    /// <inheritdoc/>
    public override int Next(int worker)
    {
        // Partition p belongs to worker p: it is handed out when the worker first asks, if it has work.
        if (_given[worker]++ != 0) return -1;
        return _window!.Active.BinarySearch(worker) >= 0 ? worker : -1;
    }
}
