using System.Buffers;
using System.Text.Json;

namespace Orrery.Engine.Tracing;

/// <summary>One named value shown beside a span or an instant: a text or a number.</summary>
public readonly struct TraceArgument
{
    public TraceArgument(string name, double number) => (Name, Number) = (name, number);

    public TraceArgument(string name, string text) => (Name, Text) = (name, text);

    public string Name { get; }

    /// <summary>The text, or null where the value is <see cref="Number"/>.</summary>
    public string? Text { get; }

    public double Number { get; }
}

/// <summary>
/// Writes the JSON trace format that Perfetto (ui.perfetto.dev) and chrome://tracing open, event by event,
/// so that a trace never has to fit into memory. Times are microseconds, the unit of the format.
/// One event is one line, so that a cut-off file can still be read and searched.
/// </summary>
public sealed class ChromeTraceWriter : IDisposable
{
    private const int FlushAtBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAtBytes + 4096);
    private readonly Utf8JsonWriter _json;
    private long _flushed;
    private bool _disposed;

    /// <summary>Starts a trace on <paramref name="stream"/>; <see cref="Dispose"/> completes it.</summary>
    public ChromeTraceWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _leaveOpen = leaveOpen;
        // Each event is a document of its own to the JSON writer: the list around them is written by hand.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _buffer.Write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":["u8);
    }

    /// <summary>Creates (or replaces) the file at <paramref name="path"/>.</summary>
    public ChromeTraceWriter(string path)
        : this(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1))
    {
    }

    /// <summary>Events written so far, names included.</summary>
    public long Events { get; private set; }

    /// <summary>Bytes written so far, those still in the buffer included.</summary>
    public long Bytes => _flushed + _buffer.WrittenCount;

    public void NameProcess(int pid, string name) => Name("process_name", pid, tid: 0, name);

    /// <summary>Names a track; tracks are shown in the order of their ids.</summary>
    public void NameThread(int pid, int tid, string name)
    {
        Name("thread_name", pid, tid, name);
        Begin("M", "thread_sort_index", pid, tid);
        _json.WriteStartObject("args"u8);
        _json.WriteNumber("sort_index"u8, tid);
        _json.WriteEndObject();
        End();
    }

    /// <summary>Something that lasts: a bar on its track.</summary>
    public void Span(
        int pid, int tid, string name, double startMicroseconds, double durationMicroseconds, params ReadOnlySpan<TraceArgument> args)
    {
        Begin("X", name, pid, tid);
        _json.WriteNumber("ts"u8, startMicroseconds);
        _json.WriteNumber("dur"u8, durationMicroseconds);
        Arguments(args);
        End();
    }

    /// <summary>Something that happens at a point in time: a mark on its track.</summary>
    public void Instant(int pid, int tid, string name, double atMicroseconds, params ReadOnlySpan<TraceArgument> args)
    {
        Begin("i", name, pid, tid);
        _json.WriteNumber("ts"u8, atMicroseconds);
        _json.WriteString("s"u8, "t"u8);
        Arguments(args);
        End();
    }

    /// <summary>A value that changes over time: a curve in its process, one per name.</summary>
    public void Counter(int pid, string name, double atMicroseconds, double value)
    {
        Begin("C", name, pid, tid: 0);
        _json.WriteNumber("ts"u8, atMicroseconds);
        _json.WriteStartObject("args"u8);
        _json.WriteNumber("value"u8, value);
        _json.WriteEndObject();
        End();
    }

    /// <summary>Hands what is buffered to the stream.</summary>
    public void Flush()
    {
        HandOver();
        _stream.Flush();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _buffer.Write("\n]}\n"u8);
        Flush();
        _json.Dispose();
        if (!_leaveOpen)
            _stream.Dispose();
    }

    private void Name(string kind, int pid, int tid, string name)
    {
        Begin("M", kind, pid, tid);
        _json.WriteStartObject("args"u8);
        _json.WriteString("name"u8, name);
        _json.WriteEndObject();
        End();
    }

    private void Begin(string phase, string name, int pid, int tid)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _buffer.Write(Events == 0 ? "\n"u8 : ",\n"u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("ph"u8, phase);
        _json.WriteString("name"u8, name);
        _json.WriteNumber("pid"u8, pid);
        _json.WriteNumber("tid"u8, tid);
    }

    private void Arguments(ReadOnlySpan<TraceArgument> args)
    {
        if (args.IsEmpty)
            return;
        _json.WriteStartObject("args"u8);
        foreach (var arg in args)
        {
            if (arg.Text is not null)
                _json.WriteString(arg.Name, arg.Text);
            else if (double.IsFinite(arg.Number))
                _json.WriteNumber(arg.Name, arg.Number);
            else
                _json.WriteNull(arg.Name); // JSON has no infinity
        }
        _json.WriteEndObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        Events++;
        if (_buffer.WrittenCount >= FlushAtBytes)
            HandOver();
    }

    private void HandOver()
    {
        _flushed += _buffer.WrittenCount;
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
