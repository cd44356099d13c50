using System.Globalization;
using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Reading;

/// <summary>Reads the traces of ranks, one after the other through the same lists.</summary>
/// <param name="ranks">Ranks of the job.</param>
/// <param name="groups">Takes the groups that are named.</param>
/// <param name="dimensions">Groups along the dimensions of the network.</param>
/// <param name="options">How they will be replayed.</param>
internal sealed class RankReader(int ranks, GroupTable groups, NetworkDimensions dimensions, ReplayOptions options)
{
    private readonly NodeFields _node = new();
    private readonly List<TraceNode> _nodes = [];
    private readonly List<ulong> _ids = [];
    private readonly List<ulong> _dependencies = [];
    private readonly List<Communication> _communications = [];
    private readonly Dictionary<(int Group, int Peer), int> _lanes = [];
    private readonly Dictionary<int, int> _dimensions = [];

    /// <summary>The trace of a rank; null where the file is none, with the reason among the mistakes.</summary>
    public RankTrace? Read(string file, int rank, RankRates rates, Mistakes mistakes)
    {
        foreach (System.Collections.IList list in (System.Collections.IList[])[_nodes, _ids, _dependencies, _communications])
        {
            list.Clear();
        }

        _lanes.Clear();
        _dimensions.Clear();
        try
        {
            using RecordReader records = new(file);
            if (!ReadNodes(records, rank, rates, mistakes))
            {
                return null;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            mistakes.Add($"cannot be read: {problem.Message}");
            return null;
        }

        TraceNode[] nodes = [.. _nodes, default];
        Graph graph = new(_ids, nodes, _dependencies);
        if (!graph.Resolve(mistakes))
        {
            return null;
        }

        return new RankTrace
        {
            Rank = rank,
            File = file,
            Nodes = nodes,
            Children = graph.Children,
            Communications = [.. _communications],
            Lanes = Math.Max(1, options.StreamPerGroup ? _lanes.Count : 1),
            Ids = graph.CountUp ? null : [.. _ids],
            FirstId = _ids.Count > 0 ? _ids[0] : 0,
        };
    }

    private bool ReadNodes(RecordReader records, int rank, RankRates rates, Mistakes mistakes)
    {
        if (!records.Next(out ReadOnlySpan<byte> head) || !NodeFields.IsHead(head))
        {
            mistakes.Add(records.Problem is { } cut && records.Position > 0 ? cut : records.Position == 0 && records.Problem is null
                ? "is empty" : "is no Chakra execution trace: it does not begin with its metadata", "files of Chakra's schema 0.0.4, as ASTRA-sim reads them");
            return false;
        }

        while (true)
        {
            long at = records.Position;
            if (!records.Next(out ReadOnlySpan<byte> message))
            {
                break;
            }

            if (!_node.Read(message))
            {
                mistakes.Add($"the message at byte {at} is no node: the file is damaged, or no Chakra execution trace");
                return false;
            }

            Add(rank, rates, mistakes);
        }

        if (records.Problem is { } problem)
        {
            mistakes.Add(problem);
        }

        return records.Problem is null;
    }

    private void Add(int rank, RankRates rates, Mistakes mistakes)
    {
        int index = _nodes.Count;
        _ids.Add(_node.Id);
        _dependencies.AddRange(_node.Dependencies);
        NodeKind kind = KindOf(mistakes);
        long length = 0;
        switch (kind)
        {
            case NodeKind.Compute:
                bool counted = _node.Operations is > 0 || (_node.Operations is not null && _node.TensorBytes is > 0);
                length = !counted || (options.RecordedCompute && _node.Picoseconds > 0) ? _node.Picoseconds
                    : rates.Compute(_node.Operations!.Value, _node.TensorBytes ?? 0);
                break;
            case NodeKind.Memory:
                length = _node.TensorBytes is not > 0 || (options.RecordedCompute && _node.Picoseconds > 0) ? _node.Picoseconds
                    : rates.Memory(_node.TensorBytes.Value);
                break;
            case NodeKind.Host:
                length = _node.Picoseconds;
                break;
            case NodeKind.Send or NodeKind.Receive:
                length = Message(index, kind == NodeKind.Send, rank, mistakes);
                break;
            case NodeKind.Collective:
                length = Collective(index, rank, mistakes);
                break;
        }

        if (_node.Operations is < 0 || _node.TensorBytes is < 0 || _node.Bytes is < 0 || _node.Picoseconds < 0)
        {
            mistakes.Add(_node.Id, "has a negative size or length");
        }

        _nodes.Add(new TraceNode { Kind = kind, Length = length, Left = _node.Dependencies.Count });
    }

    private NodeKind KindOf(Mistakes mistakes)
    {
        switch (_node.Type)
        {
            case NodeType.MetadataNode:
                groups.ReadMetadata(_node.Values);
                return NodeKind.Nothing;
            case NodeType.InvalidNode:
                return NodeKind.Nothing;
            case NodeType.MemLoadNode or NodeType.MemStoreNode:
                return NodeKind.Memory;
            case NodeType.CompNode:
                return _node.OnHost ? NodeKind.Host : NodeKind.Compute;
            case NodeType.CommSendNode:
                return NodeKind.Send;
            case NodeType.CommRecvNode:
                return NodeKind.Receive;
            case NodeType.CommCollNode:
                return NodeKind.Collective;
            case NodeType.StorageNode or NodeType.BatchNode or NodeType.CheckpointNode:
                return NodeKind.Host;
            default:
                mistakes.Add(_node.Id, "is of a type that there is not", ((int)_node.Type).ToString(CultureInfo.InvariantCulture), "0 to 10");
                return NodeKind.Nothing;
        }
    }

    // Adds a message's end and gives its index.
    private int Message(int index, bool sends, int rank, Mistakes mistakes)
    {
        (long? peer, long? self) = sends ? (_node.Destination, _node.Source) : (_node.Source, _node.Destination);
        (string other, string own) = sends ? ("comm_dst", "comm_src") : ("comm_src", "comm_dst");
        if (self is { } named && named != rank)
        {
            mistakes.Add(_node.Id, $"{own} is not the rank whose trace this is", $"{named}", $"{rank}");
        }

        if (peer is not { } there || there < 0 || there >= ranks || there == rank)
        {
            mistakes.Add(_node.Id, peer is null ? $"has no {other}" : $"{other} is no other rank",
                peer?.ToString(CultureInfo.InvariantCulture), $"0 to {ranks - 1}, not {rank}");
            there = -1;
        }

        if (_node.Bytes is null)
        {
            mistakes.Add(_node.Id, "has no comm_size");
        }

        return Add(new Communication
        {
            Node = index,
            Other = (int)there,
            Tag = _node.Tag,
            Bytes = _node.Bytes ?? 0,
            Recorded = _node.Picoseconds,
            Lane = Lane(_node.Group.Length == 0 ? GroupTable.World : groups.Of(_node.Group), (int)there),
            Link = -1,
        });
    }

    private int Collective(int index, int rank, Mistakes mistakes)
    {
        if (_node.CollectiveType is not (>= 0 and <= (long)CollectiveCommType.Barrier))
        {
            mistakes.Add(_node.Id, _node.CollectiveType is null ? "has no comm_type" : "comm_type is no collective",
                _node.CollectiveType?.ToString(CultureInfo.InvariantCulture), "0 (ALL_REDUCE) to 9 (BARRIER)");
        }

        if (_node.Bytes is null && _node.CollectiveType != (long)CollectiveCommType.Barrier)
        {
            mistakes.Add(_node.Id, "has no comm_size");
        }

        int group = _node.Group.Length == 0 && _node.Dimensions is { } involved ? Along(rank, involved) : groups.Of(_node.Group);
        return Add(new Communication
        {
            Node = index,
            Other = group,
            Tag = _node.CollectiveType ?? 0,
            Bytes = _node.Bytes ?? 0,
            Recorded = _node.Picoseconds,
            Lane = Lane(group, -1),
            Link = -1,
        });
    }

    private int Add(Communication communication)
    {
        _communications.Add(communication);
        return _communications.Count - 1;
    }

    private int Along(int rank, IReadOnlyList<bool> involved)
    {
        int pattern = 0;
        for (int at = 0; at < involved.Count && at < NetworkDimensions.Most; at++)
        {
            pattern |= involved[at] ? 1 << at : 0;
        }

        if (!_dimensions.TryGetValue(pattern, out int group))
        {
            group = dimensions.GroupOf(rank, involved, groups);
            _dimensions.Add(pattern, group);
        }

        return group;
    }

    private int Lane(int group, int peer)
    {
        if (!options.StreamPerGroup)
        {
            return 0;
        }

        if (!_lanes.TryGetValue((group, peer), out int lane))
        {
            lane = _lanes.Count;
            _lanes.Add((group, peer), lane);
        }

        return lane;
    }
}
