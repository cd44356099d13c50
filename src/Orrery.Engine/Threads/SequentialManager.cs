namespace Orrery.Engine.Threads;

/// <summary>One partition, one thread, no barrier: the yardstick, and the best choice for small models.</summary>
public sealed class SequentialManager : ThreadManager
{
    private bool _given;

    /// <inheritdoc/>
    public override string Name => "sequential";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new int[model.Count];
    }

    /// <inheritdoc/>
    public override void Open(Window window) => _given = false;

    /// <inheritdoc/>
    public override int Next(int worker)
    {
        if (worker != 0 || _given) return -1;
        _given = true;
        return 0;
    }
}
