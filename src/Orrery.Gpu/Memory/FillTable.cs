namespace Orrery.Gpu.Memory;

/// <summary>Sectors on their way from memory to L2, with the accesses that wait for them.</summary>
internal sealed class FillTable
{
    private const int None = -1;

    private FillEntry[] _fills = new FillEntry[64];
    private Waiter[] _waiters = new Waiter[64];
    private int _freeFill = None;
    private int _freeWaiter = None;
    private int _usedFills;
    private int _usedWaiters;

    /// <summary>A new fill.</summary>
    /// <param name="place">The line's place in the cache; -1 when it goes past.</param>
    /// <param name="sectors">Which of its sectors.</param>
    public int Open(int place, int sectors)
    {
        int fill = _freeFill;
        if (fill != None)
        {
            _freeFill = _fills[fill].Waiters;
        }
        else
        {
            if (_usedFills == _fills.Length) Array.Resize(ref _fills, 2 * _usedFills);
            fill = _usedFills++;
        }
        _fills[fill] = new FillEntry { Place = place, Sectors = sectors, Waiters = None };
        return fill;
    }

    public (int Place, int Sectors) What(int fill) => (_fills[fill].Place, _fills[fill].Sectors);

    /// <summary>An access waits for a fill.</summary>
    public void Wait(int fill, int access)
    {
        int at = _freeWaiter;
        if (at != None)
        {
            _freeWaiter = _waiters[at].Next;
        }
        else
        {
            if (_usedWaiters == _waiters.Length) Array.Resize(ref _waiters, 2 * _usedWaiters);
            at = _usedWaiters++;
        }
        _waiters[at] = new Waiter { Access = access, Next = _fills[fill].Waiters };
        _fills[fill].Waiters = at;
    }

    /// <summary>The next access that waits; -1 when there is none left.</summary>
    public int TakeWaiter(int fill)
    {
        int at = _fills[fill].Waiters;
        if (at == None) return None;
        _fills[fill].Waiters = _waiters[at].Next;
        _waiters[at].Next = _freeWaiter;
        _freeWaiter = at;
        return _waiters[at].Access;
    }

    public void Close(int fill)
    {
        _fills[fill].Waiters = _freeFill;
        _freeFill = fill;
    }

    private struct FillEntry
    {
        public int Place;
        public int Sectors;
        public int Waiters;
    }

    private struct Waiter
    {
        public int Access;
        public int Next;
    }
}
