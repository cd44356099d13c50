using System.IO.Compression;
using Orrery.Training.Traces;
using Orrery.Training.Traces.Schema;
using Orrery.Training.Traces.Writing;

namespace Orrery.Training.Tests.Traces;

/// <summary>Is the format read as the schema and other writers have it?</summary>
public sealed class TracesFormatTests
{
    private const long Us = 1_000_000;

    [Fact]
    public void Bytes_put_together_by_hand_are_a_trace()
    {
        // Metadata: field 1, "0.0.4". Node 5: id, name "A", type COMP_NODE, 300 us. Node 6: type COMP_NODE, control dependency 5 packed, 2 us.
        byte[] bytes =
        [
            7, 0x0A, 5, (byte)'0', (byte)'.', (byte)'0', (byte)'.', (byte)'4',
            10, 0x08, 5, 0x12, 1, (byte)'A', 0x18, 4, 0x38, 0xAC, 0x02,
            9, 0x08, 6, 0x18, 4, 0x22, 1, 5, 0x38, 2,
        ];
        using TraceFolder folder = new();
        File.WriteAllBytes(folder.File(0), bytes);
        Assert.Equal(302 * Us, folder.Replay(1).StepTicks);
        // Dependencies one by one, as writers of proto2 leave them, and a field of a later schema (11, storage).
        File.WriteAllBytes(folder.File(0), [.. bytes[..19], 12, 0x08, 6, 0x18, 4, 0x28, 5, 0x38, 2, 0x5A, 2, 8, 1]);
        Assert.Equal(302 * Us, folder.Replay(1).StepTicks);
    }

    public static TheoryData<AttributeProto> Sevens =>
    [
        new AttributeProto { DoubleVal = 7 }, new AttributeProto { FloatVal = 7 }, new AttributeProto { Int32Val = 7 }, new AttributeProto { Int64Val = 7 },
        new AttributeProto { Uint32Val = 7 }, new AttributeProto { Uint64Val = 7 }, new AttributeProto { Sint32Val = 7 }, new AttributeProto { Sint64Val = 7 },
        new AttributeProto { Fixed32Val = 7 }, new AttributeProto { Fixed64Val = 7 }, new AttributeProto { Sfixed32Val = 7 }, new AttributeProto { Sfixed64Val = 7 },
    ];

    [Theory]
    [MemberData(nameof(Sevens), DisableDiscoveryEnumeration = true)]
    public void Numbers_are_read_whatever_type_their_writer_gave_them(AttributeProto seven)
    {
        seven.Name = "comm_size";
        Node send = new() { Id = 0, Type = NodeType.CommSendNode, DurationMicros = 1 };
        send.Attr.Add([seven, new AttributeProto { Name = "comm_dst", Sint64Val = 1 }]);
        using TraceFolder folder = new();
        folder.Add(0, send).Add(1, TraceNodes.Receive(0, "m", 0, 1, 0, 7));
        Assert.Equal(7, Assert.Single(folder.Replay(2).Messages).Bytes);
    }

    [Fact]
    public void Packed_files_are_unpacked_and_damaged_ones_told()
    {
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Compute(0, "a", 0, 0, 4 * Us));
        byte[] plain = File.ReadAllBytes(folder.File(0));
        using (GZipStream packed = new(File.Create(folder.File(0)), CompressionLevel.Optimal))
        {
            packed.Write(plain);
        }

        Assert.Equal(4 * Us, folder.Replay(1).StepTicks);
        byte[] bytes = File.ReadAllBytes(folder.File(0));
        bytes[12] ^= 0xFF;
        File.WriteAllBytes(folder.File(0), bytes);
        Assert.NotEmpty(folder.Mistakes(1));
    }

    [Fact]
    public void What_is_written_is_what_the_schema_reads()
    {
        using TraceFolder folder = new();
        Node[] nodes =
        [
            TraceNodes.Compute(0, "a", 12, 34, 5 * Us),
            TraceNodes.Collective(1, "b", CollectiveCommType.AllGather, 64, "3", 7 * Us, 0),
            TraceNodes.Send(2, "c", 0, 1, 9, 128, "forward", 1, 0, 1),
        ];
        folder.Add(0, nodes);
        using FileStream file = File.OpenRead(folder.File(0));
        Assert.Equal("0.0.4", GlobalMetadata.Parser.ParseDelimitedFrom(file).Version);
        Assert.All(nodes, node => Assert.Equal(node, Node.Parser.ParseDelimitedFrom(file)));
        Assert.Equal(file.Length, file.Position);
    }

    [Fact]
    public void A_prefix_chooses_one_of_several_runs_in_a_folder()
    {
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Compute(0, "a", 0, 0, 4 * Us));
        File.Copy(folder.File(0), Path.Combine(folder.Path, "other.0.et"));
        Assert.Contains("holds the traces of several runs", Assert.Single(folder.Mistakes(1)));
        var chosen = TraceReplay.Run(Path.Combine(folder.Path, "other"), TraceFolder.ClusterOf(1));
        Assert.Equal(4 * Us, chosen.Value!.StepTicks);
        Assert.Contains("did you mean 'other'?", TraceReplay.Run(Path.Combine(folder.Path, "othre"), TraceFolder.ClusterOf(1)).Diagnostics[0].ToString());
    }
}
