namespace Orrery.Engine;

/// <summary>A first-in, first-out queue of plain values, for the state of components: grows, never shrinks, allocates only to grow.</summary>
public sealed class Fifo<T> where T : unmanaged
{
    private T[] _items;
    private int _head;

    /// <param name="capacity">Places to start with.</param>
    public Fifo(int capacity = 4) => _items = new T[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, capacity))];

    /// <summary>How many values wait.</summary>
    public int Count { get; private set; }

    /// <summary>The value that comes out next. Only while <see cref="Count"/> is above 0.</summary>
    public ref readonly T Head => ref _items[_head];

    public void Enqueue(T item)
    {
        if (Count == _items.Length) Grow();
        _items[(_head + Count++) & (_items.Length - 1)] = item;
    }

    public T Dequeue()
    {
        if (Count == 0) throw new InvalidOperationException("the queue is empty");
        T item = _items[_head];
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    /// <summary>A copy of what waits, in the order in which it will come out.</summary>
    public T[] ToArray()
    {
        var copy = new T[Count];
        for (int i = 0; i < Count; i++) copy[i] = _items[(_head + i) & (_items.Length - 1)];
        return copy;
    }

    private void Grow()
    {
        var larger = new T[_items.Length * 2];
        for (int i = 0; i < Count; i++) larger[i] = _items[(_head + i) & (_items.Length - 1)];
        (_items, _head) = (larger, 0);
    }
}
