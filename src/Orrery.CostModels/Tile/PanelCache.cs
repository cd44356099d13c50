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

    /// <summary>Bytes of a panel that are not held.</summary>
    public long Missing(Panel panel) => panel.Bytes == 0 ? 0 : Math.Max(0, panel.Bytes - _bytes[panel.Id]);

    /// <summary>Whether no tile has asked for a panel yet.</summary>
    public bool IsNew(Panel panel) => _ready[panel.Id] == 0;

    /// <summary>The tick at which what is held of a panel is complete; 0 where nothing is.</summary>
    public long Ready(Panel panel) => panel.Bytes == 0 || _bytes[panel.Id] == 0 ? 0 : _ready[panel.Id];

    /// <summary>
    /// Makes a panel the most recently used one, holds all of it, and drops the least recently used ones that no longer fit.
    /// </summary>
    /// <param name="panel">The panel.</param>
    /// <param name="ready">The tick at which it is complete.</param>
    public void Use(Panel panel, long ready)
    {
        if (panel.Bytes == 0)
        {
            return;
        }

        _ready[panel.Id] = Math.Max(1, ready);
        if (_bytes[panel.Id] > 0)
        {
            Unlink(panel.Id);
            _held -= _bytes[panel.Id];
        }

        _bytes[panel.Id] = Math.Max(_bytes[panel.Id], panel.Bytes);
        if (_bytes[panel.Id] > _capacity)
        {
            _bytes[panel.Id] = 0;
            return;
        }

        _held += _bytes[panel.Id];
        while (_held > _capacity)
        {
            int dropped = _oldest;
            _held -= _bytes[dropped];
            _bytes[dropped] = 0;
            Unlink(dropped);
        }

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
