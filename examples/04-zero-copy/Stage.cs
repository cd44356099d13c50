namespace Orrery.Examples.ZeroCopy;

/// <summary>Holds a region for a tick, marks each of its pages, and hands it on.</summary>
internal sealed class Stage : Component
{
    public const int PageSize = 4096;
    private readonly SharedMemory _memory;

    public Input<MemoryRegion> In { get; }
    public Output<MemoryRegion>? Out { get; }

    public Stage(Scope scope, string name, SharedMemory memory, bool isLast) : base(scope, name)
    {
        _memory = memory;
        In = new Input<MemoryRegion>(this);
        Out = isLast ? null : new Output<MemoryRegion>(this);
    }

    protected override void Run()
    {
        while (In.TryTake(out MemoryRegion region))
        {
            Mark(_memory.Write(this, region));
            // From here on the region is the next stage's.
            Out?.Send(region);
        }
    }

    /// <summary>Has the operating system give the pages before anything is measured; marks nothing.</summary>
    public static void Warm(SharedMemory memory, MemoryRegion region) => memory.Image(region).Clear();

    private static void Mark(Span<byte> bytes)
    {
        for (int at = 0; at < bytes.Length; at += PageSize) bytes[at]++;
    }
}
