using System.Buffers.Binary;

namespace Orrery.Engine.State;

/// <summary>A stream that keeps nothing of what is written but a 64-bit hash of it, the same on every machine.</summary>
internal sealed class HashStream : Stream
{
    private ulong _hash = 0x9E3779B97F4A7C15;
    private ulong _word;
    private int _bytes;
    private long _length;

    /// <summary>The hash of all that was written.</summary>
    internal ulong Hash => Mix(_hash ^ Mix(_word ^ ((ulong)_length << 3)));

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        for (; _bytes != 0 && buffer.Length > 0; buffer = buffer[1..]) Add(buffer[0]);
        for (; buffer.Length >= 8; buffer = buffer[8..]) _hash = Mix(_hash ^ BinaryPrimitives.ReadUInt64LittleEndian(buffer)) + 0x9E3779B97F4A7C15;
        foreach (byte value in buffer) Add(value);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Add(byte value)
    {
        _word |= (ulong)value << (8 * _bytes);
        if (++_bytes < 8) return;
        _hash = Mix(_hash ^ _word) + 0x9E3779B97F4A7C15;
        (_word, _bytes) = (0, 0);
    }

    /// <summary>The splitmix64 finaliser (Steele, Lea, Flood, OOPSLA 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x ^= x >> 30;
        x *= 0xBF58476D1CE4E5B9;
        x ^= x >> 27;
        x *= 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
