using Google.Protobuf;
using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Writing;

/// <summary>Writes the trace of one rank, node by node, so that it never has to fit into memory.</summary>
public sealed class TraceFile : IDisposable
{
    private readonly CodedOutputStream _out;

    /// <summary>Creates or replaces a file.</summary>
    public TraceFile(string path)
    {
        _out = new CodedOutputStream(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1), 1 << 16);
        _out.WriteMessage(new GlobalMetadata { Version = TraceNodes.Version });
    }

    /// <summary>The file of a rank, as ASTRA-sim finds it.</summary>
    public static string NameOf(string prefix, int rank) => $"{prefix}.{rank}.et";

    public void Write(Node node) => _out.WriteMessage(node);

    public void Dispose() => _out.Dispose();
}
