using System.Diagnostics;
using System.Runtime.InteropServices;
using Orrery.Engine.Memory;
using Orrery.Engine.State;

namespace Orrery.Engine;

/// <summary>
/// A functional memory image that components read and write by reference: messages carry a <see cref="MemoryRegion"/>, never the
/// bytes.
/// </summary>
/// <remarks>
/// The rule: <b>a region is touched only by the component that holds it, and holding passes by a message</b> (over a link, a
/// letter, or the credit of a bounded link). A message takes at least one tick, so two components never touch the same bytes
/// in the same tick, nor within one window of a parallel run: no lock is needed and every schedule gives the same bytes. Several
/// components may hold a region at once if none of them writes. Debug builds check it, see <see cref="ChecksHolds"/>.
/// </remarks>
[NotState]
public sealed class SharedMemory
{
    private const int LargestBlock = 30;

    private readonly int _blockBits;
    private readonly byte[][] _blocks;
    private readonly HoldCheck _holds;
    private long _allocated;

    /// <param name="simulation">Whose components use the memory.</param>
    /// <param name="name">For messages.</param>
    /// <param name="bytes">How much; all of it is there from the start, zeroed.</param>
    public SharedMemory(Simulation simulation, string name, long bytes) : this(simulation, name, bytes, LargestBlock)
    {
    }

    internal SharedMemory(Simulation simulation, string name, long bytes, int blockBits)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Simulation.InRange(bytes, 1, 1L << 44, $"memory {name}", "size", "bytes");
        (Name, Bytes, _blockBits) = (name, bytes, blockBits);
        long block = 1L << blockBits;
        _blocks = new byte[(bytes + block - 1) >> blockBits][];
        for (int i = 0; i < _blocks.Length; i++) _blocks[i] = new byte[Math.Min(block, bytes - i * block)];
        _holds = new HoldCheck(simulation, name);
        simulation.Register(this);
    }

    /// <summary>
    /// True in Debug builds of the engine: an access that breaks the rule ends the run with both components, the bytes and the
    /// ticks. Release builds do not look.
    /// </summary>
#if DEBUG
    public static bool ChecksHolds => true;
#else
    public static bool ChecksHolds => false;
#endif

    /// <summary>The name, for messages.</summary>
    public string Name { get; }

    /// <summary>The size.</summary>
    public long Bytes { get; }

    /// <summary>A region that nobody was given yet. While the model is built; the order of calls decides the addresses.</summary>
    /// <param name="length">Bytes; at least 1.</param>
    /// <param name="alignment">The address is a multiple of it; a power of two.</param>
    public MemoryRegion Allocate(int length, int alignment = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!System.Numerics.BitOperations.IsPow2(alignment)) throw new ArgumentOutOfRangeException(nameof(alignment));
        long offset = (_allocated + alignment - 1) & -alignment;
        // A region lies in one block, so that one span can show it.
        if (offset >> _blockBits != (offset + length - 1) >> _blockBits) offset = ((offset >> _blockBits) + 1) << _blockBits;
        var region = new MemoryRegion(offset, length);
        _ = Find(region);
        _allocated = region.End;
        return region;
    }

    /// <summary>The bytes of a region that <paramref name="who"/> holds, to read in this tick.</summary>
    public ReadOnlySpan<byte> Read(Component who, MemoryRegion region)
    {
        Span<byte> bytes = Find(region);
        Check(who, region, writes: false);
        return bytes;
    }

    /// <summary>The same as values of a plain type.</summary>
    public ReadOnlySpan<T> Read<T>(Component who, MemoryRegion region) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Read(who, region));

    /// <summary>The bytes of a region that <paramref name="who"/> holds alone, to read and write in this tick.</summary>
    public Span<byte> Write(Component who, MemoryRegion region)
    {
        Span<byte> bytes = Find(region);
        Check(who, region, writes: true);
        return bytes;
    }

    /// <summary>The same as values of a plain type.</summary>
    public Span<T> Write<T>(Component who, MemoryRegion region) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Write(who, region));

    /// <summary>The bytes for who builds the model or looks at it afterwards. Not for components, not during a run.</summary>
    public Span<byte> Image(MemoryRegion region) => Find(region);

    /// <summary>The bytes are state of the simulation, once, and not of every component that knows the memory.</summary>
    internal void Save(BinaryWriter output)
    {
        output.Write(Name);
        output.Write(Bytes);
        foreach (byte[] block in _blocks) output.Write(block);
    }

    internal void Load(BinaryReader input)
    {
        Snapshot.Match(input.ReadString(), Name, "memory");
        Snapshot.Match(input.ReadInt64(), Bytes, $"bytes of memory {Name}");
        foreach (byte[] block in _blocks) input.BaseStream.ReadExactly(block);
    }

    private Span<byte> Find(MemoryRegion region)
    {
        if (region.Offset < 0 || region.Length < 0 || region.Length > Bytes - region.Offset) Outside(region);
        int block = (int)(region.Offset >> _blockBits), at = (int)(region.Offset & ((1L << _blockBits) - 1));
        // Nothing lies at the very end, and that may be where a block would begin.
        if (region.Length == 0) return [];
        if (region.Length > _blocks[block].Length - at) Across(region);
        return _blocks[block].AsSpan(at, region.Length);
    }

    [Conditional("DEBUG")]
    private void Check(Component who, MemoryRegion region, bool writes) => _holds.Touch(who, region, writes);

    private void Outside(MemoryRegion region) =>
        throw new SimulationException($"region {region} is out of range: memory {Name} has {Bytes} bytes");

    private void Across(MemoryRegion region) =>
        throw new SimulationException($"region {region} of memory {Name} lies across a multiple of {1L << _blockBits} bytes, which one span cannot show");
}
