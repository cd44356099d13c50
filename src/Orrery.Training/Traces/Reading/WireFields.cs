using System.Buffers.Binary;

namespace Orrery.Training.Traces.Reading;

/// <summary>
/// Walks over the fields of one protobuf message without making objects: a trace has millions of nodes of which a few numbers count.
/// Wire types and varints as in the Protocol Buffers encoding (protobuf.dev/programming-guides/encoding).
/// </summary>
internal ref struct WireFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    /// <summary>Number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the value is a string, a message or a packed list, in <see cref="Bytes"/>.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>The number, as its bits stand in the file.</summary>
    public ulong Number { get; private set; }

    /// <summary>The string, message or packed list.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the message broke the rules of the encoding.</summary>
    public bool Broken { get; private set; }

    /// <summary>Goes to the next field; false at the end and where the message is broken.</summary>
    public bool Next()
    {
        if (_at >= _message.Length || !TryVarint(_message, ref _at, out ulong tag))
        {
            Broken |= _at < _message.Length;
            return false;
        }

        Field = (int)(tag >> 3);
        HasBytes = false;
        bool good = Field > 0;
        switch ((int)(tag & 7))
        {
            case Varint:
                good &= TryVarint(_message, ref _at, out ulong number);
                Number = number;
                break;
            case Fixed64:
                good &= Take(sizeof(ulong));
                Number = good ? BinaryPrimitives.ReadUInt64LittleEndian(Bytes) : 0;
                break;
            case Fixed32:
                good &= Take(sizeof(uint));
                Number = good ? BinaryPrimitives.ReadUInt32LittleEndian(Bytes) : 0;
                break;
            case Length:
                good &= TryVarint(_message, ref _at, out ulong length) && length <= int.MaxValue && Take((int)length);
                HasBytes = true;
                break;
            default:
                good = false;
                break;
        }

        Broken |= !good;
        return good;
    }

    /// <summary>Reads a varint of at most 64 bits and goes behind it; false where the bytes end before it does.</summary>
    public static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(int count)
    {
        if (count > _message.Length - _at)
        {
            return false;
        }

        Bytes = _message.Slice(_at, count);
        _at += count;
        return true;
    }
}
