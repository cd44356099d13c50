namespace Orrery.Gpu.Memory;

/// <summary>What waits for a request.</summary>
internal enum LoadKind : byte
{
    Register,
    Copy,
    Store,
    BulkLoad,
    BulkStore,
}

/// <summary>An access to global memory that is on its way.</summary>
internal struct Load
{
    /// <summary>The registers, the group of copies, or the mbarrier.</summary>
    public ulong What;

    /// <summary>The cycle from which all that has come so far can be used.</summary>
    public long Ready;

    /// <summary>Things that it still waits for: replies, L1, other loads of the same lines.</summary>
    public int Left;

    /// <summary>Sectors that it asked of L2.</summary>
    public int Sectors;

    /// <summary>The warp that waits; for a bulk load the multiprocessors that share it.</summary>
    public int Warp;

    /// <summary>Number of its kernel.</summary>
    public int Kernel;

    /// <summary>The first load that waits for this one's lines.</summary>
    public int Waiters;

    /// <summary>The first line that it fills.</summary>
    public int Fills;

    public LoadKind Kind;
}

/// <summary>
/// Miss-status registers: accesses by tag, with those that wait for each other's lines and the lines that they fill. Nodes come from
/// pools, so that nothing is allocated once the pools have grown.
/// </summary>
internal sealed class LoadTable
{
    private const int None = -1;

    private Load[] _loads = new Load[64];
    private Link[] _links = new Link[64];
    private int _freeLoad = None;
    private int _freeLink = None;
    private int _usedLoads;
    private int _usedLinks;

    public ref Load this[int tag] => ref _loads[tag];

    /// <summary>A new access; returns its tag.</summary>
    public int Open(LoadKind kind, int warp, int kernel, ulong what)
    {
        int tag = _freeLoad;
        if (tag != None)
        {
            _freeLoad = _loads[tag].Waiters;
        }
        else
        {
            if (_usedLoads == _loads.Length) Array.Resize(ref _loads, 2 * _usedLoads);
            tag = _usedLoads++;
        }
        _loads[tag] = new Load { Kind = kind, Warp = warp, Kernel = kernel, What = what, Waiters = None, Fills = None };
        return tag;
    }

    public void Close(int tag)
    {
        _loads[tag].Waiters = _freeLoad;
        _freeLoad = tag;
    }

    /// <summary>A load waits until another has its lines.</summary>
    public void WaitFor(int tag, int other)
    {
        _loads[other].Waiters = NewLink(tag, 0, _loads[other].Waiters);
        _loads[tag].Left++;
    }

    /// <summary>The next load that waits for one; -1 when there is none left.</summary>
    public int TakeWaiter(int tag) => Take(ref _loads[tag].Waiters, out _);

    /// <summary>A load will fill sectors of a line.</summary>
    public void AddFill(int tag, int line, int sectors) => _loads[tag].Fills = NewLink(line, sectors, _loads[tag].Fills);

    /// <summary>The next line that a load fills; -1 when there is none left.</summary>
    public int TakeFill(int tag, out int sectors) => Take(ref _loads[tag].Fills, out sectors);

    private int NewLink(int value, int sectors, int next)
    {
        int at = _freeLink;
        if (at != None)
        {
            _freeLink = _links[at].Next;
        }
        else
        {
            if (_usedLinks == _links.Length) Array.Resize(ref _links, 2 * _usedLinks);
            at = _usedLinks++;
        }
        _links[at] = new Link { Value = value, Sectors = sectors, Next = next };
        return at;
    }

    private int Take(ref int head, out int sectors)
    {
        (int at, sectors) = (head, 0);
        if (at == None) return None;
        ref Link link = ref _links[at];
        head = link.Next;
        link.Next = _freeLink;
        _freeLink = at;
        sectors = link.Sectors;
        return link.Value;
    }

    private struct Link
    {
        public int Value;
        public int Sectors;
        public int Next;
    }
}
