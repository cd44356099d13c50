using System.IO.Compression;

namespace Orrery.Training.Traces.Reading;

/// <summary>
/// Reads a file of messages, each behind its length as a varint, through one buffer. Files that were packed by gzip are unpacked on the way,
/// as Chakra's own tools do.
/// </summary>
internal sealed class RecordReader : IDisposable
{
    // A node of a recorded trace with all shapes of its tensors has some kilobytes.
    private const int LongestRecord = 1 << 26;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 17];
    private int _from, _to;

    public RecordReader(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        bool packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        _stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Bytes before the message that comes next.</summary>
    public long Position { get; private set; }

    /// <summary>Why the file ends here although it should not; null where it is whole.</summary>
    public string? Problem { get; private set; }

    /// <summary>The next message, valid until the next call; false at the end or where there is a <see cref="Problem"/>.</summary>
    public bool Next(out ReadOnlySpan<byte> message)
    {
        message = default;
        Fill(10);
        int at = _from;
        if (_from == _to)
        {
            return false;
        }

        if (!WireFields.TryVarint(_buffer.AsSpan(0, _to), ref at, out ulong length) || length > LongestRecord)
        {
            Problem = length > LongestRecord ? $"the message at byte {Position} would have {length} bytes: this is no Chakra trace, or it is damaged"
                : $"is cut in the middle, at byte {Position}";
            return false;
        }

        int header = at - _from;
        int needed = header + (int)length;
        if (!Fill(needed))
        {
            Problem = $"is cut in the middle: the message at byte {Position} has {length} bytes, {_to - _from - header} are there";
            return false;
        }

        message = _buffer.AsSpan(_from + header, (int)length);
        _from += needed;
        Position += needed;
        return true;
    }

    public void Dispose() => _stream.Dispose();

    // Whether so many bytes are there now.
    private bool Fill(int count)
    {
        if (_to - _from >= count)
        {
            return true;
        }

        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_to, _from) = (_to - _from, 0);
        if (count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(count, 2 * _buffer.Length));
        }

        while (_to < count)
        {
            int read = _stream.Read(_buffer, _to, _buffer.Length - _to);
            if (read == 0)
            {
                return false;
            }

            _to += read;
        }

        return true;
    }
}
