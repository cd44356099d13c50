namespace Orrery.Gpu.Memory;

/// <summary>Where a line of 128 bytes lives: partition, slice, and its number within the partition.</summary>
/// <remarks>
/// Vendors do not publish their hashes. Chunks of 4 KiB go to partitions by a hash of the bits above, so that each pair (or group) of
/// neighbours covers all partitions; lines go to slices in turn, each round rotated by a hash, so that a stream loads all
/// slices equally and power-of-two strides do not fall on one.
/// </remarks>
/// <param name="partitions">L2 partitions.</param>
/// <param name="slices">Slices of a partition.</param>
internal readonly struct AddressMap(int partitions, int slices)
{
    private readonly Divider _partitions = new((uint)partitions);
    private readonly Divider _slices = new((uint)slices);

    public const int ChunkBytes = 4096;
    public const int ChunkSectors = ChunkBytes / SectorRun.SectorBytes;
    private const int ChunkLines = ChunkBytes / 128;

    /// <summary>The partition of an address.</summary>
    public int Partition(long address)
    {
        if (partitions == 1) return 0;
        uint chunk = (uint)(address >> 12);
        return (int)_partitions.Remainder(chunk + Hash(_partitions.Divide(chunk)));
    }

    /// <summary>The number of an address's line among the lines of its partition.</summary>
    public long LocalLine(long address) => (long)_partitions.Divide((uint)(address >> 12)) * ChunkLines + ((address >> 7) & (ChunkLines - 1));

    /// <summary>The slice of a line, and its number among the lines of the slice.</summary>
    public (int Slice, uint Row) Slice(long localLine)
    {
        uint line = (uint)localLine;
        uint row = _slices.Divide(line);
        uint slice = line - row * (uint)slices + _slices.Remainder(Hash(row));
        return ((int)(slice >= (uint)slices ? slice - (uint)slices : slice), row);
    }

    /// <summary>Mixes bits (the finaliser of MurmurHash3).</summary>
    public static uint Hash(uint value)
    {
        value ^= value >> 16;
        value *= 0x85EBCA6B;
        value ^= value >> 13;
        value *= 0xC2B2AE35;
        return value ^ value >> 16;
    }
}
