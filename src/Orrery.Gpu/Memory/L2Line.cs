namespace Orrery.Gpu.Memory;

/// <summary>A place of the cache: which line it holds, and bits for its four sectors, in one word.</summary>
internal struct L2Line
{
    /// <summary>Where the tag begins.</summary>
    public const int TagShift = 12;

    /// <summary>The largest tag of a line; the next one marks a place without a line.</summary>
    public const uint LastTag = (1u << 32 - TagShift) - 2;

    private const int DirtyShift = 4;
    private const int PendingShift = 8;
    private const uint Sectors = 0xF;

    public uint Bits;

    public static L2Line Empty => Of(LastTag + 1);

    public readonly uint Tag => Bits >> TagShift;

    /// <summary>Sectors that are there.</summary>
    public int Valid
    {
        readonly get => (int)(Bits & Sectors);
        set => Bits = Bits & ~Sectors | (uint)value;
    }

    /// <summary>Sectors that differ from memory.</summary>
    public int Dirty
    {
        readonly get => (int)(Bits >> DirtyShift & Sectors);
        set => Bits = Bits & ~(Sectors << DirtyShift) | (uint)value << DirtyShift;
    }

    /// <summary>Sectors on their way from memory.</summary>
    public int Pending
    {
        readonly get => (int)(Bits >> PendingShift & Sectors);
        set => Bits = Bits & ~(Sectors << PendingShift) | (uint)value << PendingShift;
    }

    /// <summary>A place that has nothing of a line yet.</summary>
    public static L2Line Of(uint tag) => new() { Bits = tag << TagShift };
}
