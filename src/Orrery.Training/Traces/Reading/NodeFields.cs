using System.Globalization;
using System.Text;
using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Reading;

/// <summary>What counts of one node for a replay. One object takes up node after node.</summary>
internal sealed class NodeFields
{
    /// <summary>A length in picoseconds, which our own traces give beside the microseconds of the format.</summary>
    public const string ExactDuration = "duration_picoseconds";

    // More than a hundred days: recorded lengths beyond that are damage.
    private const ulong LongestMicroseconds = 9_000_000_000_000;

    private readonly List<bool> _dimensions = [];
    private readonly HashSet<string> _groups = [];

    public ulong Id { get; private set; }

    public NodeType Type { get; private set; }

    /// <summary>Control dependencies, then data dependencies.</summary>
    public List<ulong> Dependencies { get; } = [];

    /// <summary>Recorded length in picoseconds; 0 where there is none.</summary>
    public long Picoseconds { get; private set; }

    public double? Operations { get; private set; }

    public double? TensorBytes { get; private set; }

    public long? CollectiveType { get; private set; }

    public long? Bytes { get; private set; }

    public long? Source { get; private set; }

    public long? Destination { get; private set; }

    public long Tag { get; private set; }

    public bool OnHost { get; private set; }

    /// <summary>The name of the process group; empty for all ranks.</summary>
    public string Group { get; private set; } = "";

    /// <summary>Which dimensions of the network a collective covers; null where the node says nothing of them.</summary>
    public IReadOnlyList<bool>? Dimensions { get; private set; }

    /// <summary>Values of a metadata node's inputs, in which PyTorch tells of its process groups.</summary>
    public string Values { get; private set; } = "";

    /// <summary>Takes up a node; false where the bytes are none.</summary>
    public bool Read(ReadOnlySpan<byte> message)
    {
        Clear();
        WireFields fields = new(message);
        bool good = true;
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Node.IdFieldNumber when !fields.HasBytes:
                    Id = fields.Number;
                    break;
                case Node.TypeFieldNumber when !fields.HasBytes:
                    Type = (NodeType)(int)fields.Number;
                    break;
                case Node.CtrlDepsFieldNumber or Node.DataDepsFieldNumber:
                    good &= Dependency(fields);
                    break;
                case Node.DurationMicrosFieldNumber when !fields.HasBytes:
                    Picoseconds = Picoseconds > 0 ? Picoseconds : (long)Math.Min(fields.Number, LongestMicroseconds) * 1_000_000;
                    break;
                case Node.InputsFieldNumber when fields.HasBytes && Type == NodeType.MetadataNode:
                    Values = ValuesOf(fields.Bytes);
                    break;
                case Node.AttrFieldNumber when fields.HasBytes:
                    good &= Attribute(fields.Bytes);
                    break;
                case Node.NameFieldNumber or Node.InputsFieldNumber or Node.OutputsFieldNumber when fields.HasBytes:
                    break;
                case Node.IdFieldNumber or Node.NameFieldNumber or Node.TypeFieldNumber or Node.AttrFieldNumber:
                    return false;
            }
        }

        return good && !fields.Broken;
    }

    /// <summary>The name of a node.</summary>
    public static string NameOf(ReadOnlySpan<byte> message) => TextOf(message, Node.NameFieldNumber);

    /// <summary>Whether a message can be the one at the head of a trace.</summary>
    public static bool IsHead(ReadOnlySpan<byte> message)
    {
        WireFields fields = new(message);
        bool good = true;
        while (fields.Next())
        {
            good &= fields.HasBytes && fields.Field is GlobalMetadata.VersionFieldNumber or GlobalMetadata.AttrFieldNumber;
        }

        return good && !fields.Broken;
    }

    private static string ValuesOf(ReadOnlySpan<byte> message) => TextOf(message, IOInfo.ValuesFieldNumber);

    private static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        WireFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Field == field && fields.HasBytes)
            {
                return Encoding.UTF8.GetString(fields.Bytes);
            }
        }

        return "";
    }

    private void Clear()
    {
        (Id, Type, Picoseconds, Tag, OnHost, Group, Values) = (0, NodeType.InvalidNode, 0, 0, false, "", "");
        (Operations, TensorBytes, CollectiveType, Bytes, Source, Destination) = (null, null, null, null, null, null);
        Dimensions = null;
        Dependencies.Clear();
        _dimensions.Clear();
    }

    // Lists of numbers are packed, or one by one as older writers do.
    private bool Dependency(in WireFields fields)
    {
        if (!fields.HasBytes)
        {
            Dependencies.Add(fields.Number);
            return true;
        }

        for (int at = 0; at < fields.Bytes.Length;)
        {
            if (!WireFields.TryVarint(fields.Bytes, ref at, out ulong id))
            {
                return false;
            }

            Dependencies.Add(id);
        }

        return true;
    }

    private bool Attribute(ReadOnlySpan<byte> message)
    {
        WireFields fields = new(message);
        ReadOnlySpan<byte> name = default, text = default;
        AttributeNumber value = default;
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case AttributeProto.NameFieldNumber when fields.HasBytes:
                    name = fields.Bytes;
                    break;
                case AttributeProto.StringValFieldNumber or AttributeProto.BoolListFieldNumber when fields.HasBytes:
                    text = fields.Bytes;
                    break;
                default:
                    value = fields.HasBytes ? value : AttributeNumber.Of(fields.Field, fields.Number);
                    break;
            }
        }

        Keep(name, value, text);
        return !fields.Broken;
    }

    private void Keep(ReadOnlySpan<byte> name, AttributeNumber value, ReadOnlySpan<byte> text)
    {
        if (name.SequenceEqual("num_ops"u8))
        {
            Operations = value.Real;
        }
        else if (name.SequenceEqual("tensor_size"u8))
        {
            TensorBytes = value.Real;
        }
        else if (name.SequenceEqual("is_cpu_op"u8))
        {
            OnHost = value.Whole != 0;
        }
        else if (name.SequenceEqual("duration_picoseconds"u8))
        {
            Picoseconds = value.Whole;
        }
        else if (name.SequenceEqual("comm_size"u8))
        {
            Bytes = value.Whole;
        }
        else if (name.SequenceEqual("comm_type"u8))
        {
            CollectiveType = value.Whole;
        }
        else if (name.SequenceEqual("comm_src"u8))
        {
            Source = value.Whole;
        }
        else if (name.SequenceEqual("comm_dst"u8))
        {
            Destination = value.Whole;
        }
        else if (name.SequenceEqual("comm_tag"u8))
        {
            Tag = value.Whole;
        }
        else if (name.SequenceEqual("pg_name"u8))
        {
            Group = !text.IsEmpty ? Known(text) : value.Whole > 0 ? value.Whole.ToString(CultureInfo.InvariantCulture) : "";
        }
        else if (name.SequenceEqual("involved_dim"u8))
        {
            Involved(text);
        }
    }

    // One string for all nodes of a group.
    private string Known(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (!_groups.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? name))
        {
            name = text.ToString();
            _groups.Add(name);
        }

        return name;
    }

    private void Involved(ReadOnlySpan<byte> list)
    {
        WireFields fields = new(list);
        while (fields.Next())
        {
            foreach (byte one in fields.Bytes)
            {
                _dimensions.Add(one != 0);
            }

            if (!fields.HasBytes)
            {
                _dimensions.Add(fields.Number != 0);
            }
        }

        Dimensions = _dimensions;
    }
}
