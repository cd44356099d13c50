namespace Orrery.Engine.Threads;

/// <summary>
/// One partition for each worker, found from the link graph: components that talk share a thread, and where it can be had, only
/// long links are cut, which lets the threads run further ahead between barriers.
/// </summary>
public sealed class LocalityManager : ThreadManager
{
    private readonly StaticManager _schedule = new();

    /// <inheritdoc/>
    public override string Name => "locality";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => GraphSplit.Split(model, threads);

    /// <inheritdoc/>
    public override void Open(Window window) => _schedule.Open(window);

    /// <inheritdoc/>
    public override int Next(int worker) => _schedule.Next(worker);
}
