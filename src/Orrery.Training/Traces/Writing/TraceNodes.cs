using Orrery.Training.Traces.Reading;
using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Writing;

/// <summary>Makes nodes of execution traces with the attributes that ASTRA-sim reads.</summary>
public static class TraceNodes
{
    /// <summary>Schema version of the traces that are written.</summary>
    public const string Version = "0.0.4";

    private const long TicksPerMicrosecond = 1_000_000;

    /// <summary>A computation.</summary>
    /// <param name="id">Identifier, once in a trace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="operations">Arithmetic operations.</param>
    /// <param name="bytes">Bytes that it moves.</param>
    /// <param name="ticks">Its length.</param>
    /// <param name="after">Nodes on which it depends.</param>
    public static Node Compute(ulong id, string name, double operations, double bytes, long ticks, params ReadOnlySpan<ulong> after)
    {
        Node node = Of(id, name, NodeType.CompNode, ticks, after);
        node.Attr.Add(new AttributeProto { Name = "num_ops", Uint64Val = (ulong)operations });
        node.Attr.Add(new AttributeProto { Name = "tensor_size", Uint64Val = (ulong)bytes });
        return node;
    }

    /// <summary>A rank's part in a collective.</summary>
    /// <param name="id">Identifier, once in a trace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">What it does.</param>
    /// <param name="bytes">What a rank gives into it: of an all-gather its own part.</param>
    /// <param name="group">Its group in the file of groups; empty for all ranks.</param>
    /// <param name="ticks">Its length.</param>
    /// <param name="after">Nodes on which it depends.</param>
    public static Node Collective(
        ulong id, string name, CollectiveCommType type, long bytes, string group, long ticks, params ReadOnlySpan<ulong> after)
    {
        Node node = Of(id, name, NodeType.CommCollNode, ticks, after);
        node.Attr.Add(new AttributeProto { Name = "comm_type", Int64Val = (long)type });
        node.Attr.Add(new AttributeProto { Name = "comm_size", Uint64Val = (ulong)bytes });
        return InGroup(node, group);
    }

    /// <summary>A message that leaves.</summary>
    /// <param name="id">Identifier, once in a trace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="from">This rank.</param>
    /// <param name="to">The rank that receives it.</param>
    /// <param name="tag">Tells it from others between the same ranks.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="group">Messages of one name wait for each other; empty where all of a rank do.</param>
    /// <param name="ticks">How long it travels.</param>
    /// <param name="after">Nodes on which it depends.</param>
    public static Node Send(
        ulong id, string name, int from, int to, int tag, long bytes, string group, long ticks, params ReadOnlySpan<ulong> after) =>
        InGroup(Between(Of(id, name, NodeType.CommSendNode, ticks, after), from, to, tag, bytes), group);

    /// <summary>A message that arrives.</summary>
    /// <param name="id">Identifier, once in a trace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="from">The rank that sends it.</param>
    /// <param name="to">This rank.</param>
    /// <param name="tag">Tells it from others between the same ranks.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="after">Nodes on which it depends.</param>
    public static Node Receive(ulong id, string name, int from, int to, int tag, long bytes, params ReadOnlySpan<ulong> after) =>
        Between(Of(id, name, NodeType.CommRecvNode, 0, after), from, to, tag, bytes);

    /// <summary>Data between device and host.</summary>
    public static Node Store(ulong id, string name, long ticks, params ReadOnlySpan<ulong> after) => Of(id, name, NodeType.MemStoreNode, ticks, after);

    private static Node Of(ulong id, string name, NodeType type, long ticks, ReadOnlySpan<ulong> after)
    {
        Node node = new() { Id = id, Name = name, Type = type, DurationMicros = (ulong)((ticks + (TicksPerMicrosecond / 2)) / TicksPerMicrosecond) };
        foreach (ulong parent in after)
        {
            node.DataDeps.Add(parent);
        }

        node.Attr.Add(new AttributeProto { Name = "is_cpu_op", BoolVal = false });
        if (ticks > 0)
        {
            node.Attr.Add(new AttributeProto { Name = NodeFields.ExactDuration, Uint64Val = (ulong)ticks });
        }

        return node;
    }

    private static Node Between(Node node, int from, int to, int tag, long bytes)
    {
        node.Attr.Add(new AttributeProto { Name = "comm_src", Uint32Val = (uint)from });
        node.Attr.Add(new AttributeProto { Name = "comm_dst", Uint32Val = (uint)to });
        node.Attr.Add(new AttributeProto { Name = "comm_tag", Uint32Val = (uint)tag });
        node.Attr.Add(new AttributeProto { Name = "comm_size", Uint64Val = (ulong)bytes });
        return node;
    }

    private static Node InGroup(Node node, string group)
    {
        if (group.Length > 0)
        {
            node.Attr.Add(new AttributeProto { Name = "pg_name", StringVal = group });
        }

        return node;
    }
}
