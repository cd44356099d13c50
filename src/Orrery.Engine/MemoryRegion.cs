namespace Orrery.Engine;

/// <summary>A piece of a <see cref="SharedMemory"/>: what travels in a message instead of the bytes. Whoever has received it holds it.</summary>
/// <param name="Offset">The address of the first byte.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct MemoryRegion(long Offset, int Length)
{
    /// <summary>The address after the last byte.</summary>
    public long End => Offset + Length;

    /// <summary>A part of this region, which can be held by another component than the rest.</summary>
    public MemoryRegion Slice(int start, int length)
    {
        if (start < 0 || length < 0 || length > Length - start)
        {
            throw new SimulationException($"bytes {start} to {(long)start + length - 1} are not all in a region of {Length} bytes");
        }
        return new MemoryRegion(Offset + start, length);
    }

    /// <inheritdoc/>
    public override string ToString() => $"0x{Offset:x}+{Length}";
}
