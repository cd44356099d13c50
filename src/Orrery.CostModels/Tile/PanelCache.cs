namespace Orrery.CostModels.Tile;

/// <summary>
/// Which panels the last-level cache holds: the most recently used ones that fit. A panel that is on its way from memory counts as
/// held, with the tick at which it will be complete.
/// </summary>
internal sealed class PanelCache
{
    private const int None = -1;

    private readonly long _capacity;
    private readonly int[] _newer;
    private readonly int[] _older;
    private readonly long[] _bytes;
    private readonly long[] _ready;
    private int _newest = None;
    private int _oldest = None;
    private long _held;

    /// <param name="panels">How many there are.</param>
    /// <param name="capacity">Bytes of the cache.</param>
    public PanelCache(int panels, long capacity)
    {
        _capacity = capacity;
        (_newer, _older, _bytes, _ready) = (new int[panels], new int[panels], new long[panels], new long[panels]);
    }

    /// <summary>The tick at which a panel is complete, or -1 where it is not held. It is the most recently used one then.</summary>
    public long Find(Panel panel)
    {
        if (_bytes[panel.Id] == 0)
        {
            return -1;
        }

        Unlink(panel.Id);
        Link(panel.Id);
        return _ready[panel.Id];
    }

    /// <summary>Takes in a panel that is not held, and drops the least recently used ones that no longer fit.</summary>
    public void Add(Panel panel, long ready)
    {
        if (panel.Bytes > _capacity)
        {
            return;
        }

        _held += panel.Bytes;
        while (_held > _capacity)
        {
            int dropped = _oldest;
            _held -= _bytes[dropped];
            _bytes[dropped] = 0;
            Unlink(dropped);
        }

        (_bytes[panel.Id], _ready[panel.Id]) = (panel.Bytes, ready);
        Link(panel.Id);
    }

    private void Link(int id)
    {
        (_older[id], _newer[id]) = (_newest, None);
        if (_newest == None)
        {
            _oldest = id;
        }
        else
        {
            _newer[_newest] = id;
        }

        _newest = id;
    }

    private void Unlink(int id)
    {
        (int newer, int older) = (_newer[id], _older[id]);
        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _older[newer] = older;
        }

        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _newer[older] = newer;
        }
    }
}
