namespace Orrery.Gpu.Memory.Dram;

/// <summary>Requests in order of arrival, of which one among the first few can be taken.</summary>
internal sealed class DramQueue
{
    private DramRequest[] _items = new DramRequest[64];
    private int _head;

    public int Count { get; private set; }

    public DramRequest this[int place] => _items[(_head + place) & (_items.Length - 1)];

    public void Add(DramRequest request)
    {
        if (Count == _items.Length)
        {
            var larger = new DramRequest[2 * Count];
            for (int at = 0; at < Count; at++) larger[at] = this[at];
            (_items, _head) = (larger, 0);
        }
        _items[(_head + Count++) & (_items.Length - 1)] = request;
    }

    public void RemoveAt(int place)
    {
        int mask = _items.Length - 1;
        for (int at = place; at > 0; at--) _items[(_head + at) & mask] = _items[(_head + at - 1) & mask];
        _head = (_head + 1) & mask;
        Count--;
    }
}
