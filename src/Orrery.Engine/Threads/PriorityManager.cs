namespace Orrery.Engine.Threads;

/// <summary>
/// Several small partitions a worker, handed out heaviest first by what they have cost lately: the long ones do not come last.
/// </summary>
public sealed class PriorityManager : ThreadManager
{
    private const int PartitionsPerWorker = 4;
    private int[] _order = [];
    private double[] _keys = [];
    private int _count;
    private int _taken;

    /// <inheritdoc/>
    public override string Name => "priority";

    /// <inheritdoc/>
    public override bool NeedsCosts => true;

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => Blocks.Split(model, threads == 1 ? 1 : threads * PartitionsPerWorker);

    /// <inheritdoc/>
    public override void Open(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        _count = window.Count;
        if (_order.Length < _count) (_order, _keys) = (new int[_count], new double[_count]);
        for (int i = 0; i < _count; i++)
        {
            _order[i] = window.Active[i];
            _keys[i] = -window.Cost(_order[i]);
        }
        Array.Sort(_keys, _order, 0, _count);
        Volatile.Write(ref _taken, 0);
    }

    /// <inheritdoc/>
    public override int Next(int worker)
    {
        int at = Interlocked.Increment(ref _taken) - 1;
        return at < _count ? _order[at] : -1;
    }
}
