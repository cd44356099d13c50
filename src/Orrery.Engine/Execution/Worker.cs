namespace Orrery.Engine.Execution;

/// <summary>One thread's place: what it posts to other partitions in this window, and what it posted in the last one.</summary>
internal sealed class Worker
{
    private Posts _written;
    private Posts _read;

    internal Worker(int index, int partitions, IReadOnlyList<PostOffice> offices)
    {
        Index = index;
        _written = new Posts(partitions, offices);
        _read = new Posts(partitions, offices);
    }

    internal int Index { get; }

    internal Posts Written => _written;

    internal Posts Read => _read;

    internal void Swap() => (_written, _read) = (_read, _written);
}
