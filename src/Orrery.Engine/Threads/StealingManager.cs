namespace Orrery.Engine.Threads;

/// <summary>
/// Several small partitions a worker. Each worker runs its own first, for its cache's sake, and then takes what others have not
/// begun, from the far end of their share.
/// </summary>
public sealed class StealingManager : ThreadManager
{
    private const int PartitionsPerWorker = 4;

    // A worker's share of the active partitions: begin in the low half, end in the high half of one word, so that the owner, who
    // takes from the front, and a thief, who takes from the back, agree by one compare-and-swap.
    private long[] _shares = [];
    private int[] _active = [];
    private int _workers;

    /// <inheritdoc/>
    public override string Name => "stealing";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => Blocks.Split(model, threads == 1 ? 1 : threads * PartitionsPerWorker);

    /// <inheritdoc/>
    public override void Open(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        _workers = window.Workers;
        if (_shares.Length < _workers * Stride) _shares = new long[_workers * Stride];
        if (_active.Length < window.Count) _active = new int[window.Count];
        window.Active.CopyTo(_active);
        for (int worker = 0; worker < _workers; worker++)
        {
            int begin = (int)((long)window.Count * worker / _workers), end = (int)((long)window.Count * (worker + 1) / _workers);
            Volatile.Write(ref _shares[worker * Stride], Pack(begin, end));
        }
    }

    /// <inheritdoc/>
    public override int Next(int worker)
    {
        for (int k = 0; k < _workers; k++)
        {
            int victim = worker + k < _workers ? worker + k : worker + k - _workers;
            int at = Take(ref _shares[victim * Stride], fromFront: k == 0);
            if (at >= 0) return _active[at];
        }
        return -1;
    }

    /// <summary>A share lies in a 128-byte block of its own.</summary>
    private const int Stride = 16;

    private static long Pack(int begin, int end) => (long)end << 32 | (uint)begin;

    private static int Take(ref long share, bool fromFront)
    {
        while (true)
        {
            long seen = Volatile.Read(ref share);
            int begin = (int)seen, end = (int)(seen >> 32);
            if (begin >= end) return -1;
            long rest = fromFront ? Pack(begin + 1, end) : Pack(begin, end - 1);
            if (Interlocked.CompareExchange(ref share, rest, seen) == seen) return fromFront ? begin : end - 1;
        }
    }
}
