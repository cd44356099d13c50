namespace Orrery.Engine.Tracing;

/// <summary>What a traced event is.</summary>
internal enum TraceEventKind : byte
{
    Span,
    Instant,
    Value,
}

/// <summary>One event of a trace. Plain, and 40 bytes.</summary>
internal readonly struct TraceEvent
{
    internal readonly string Name;

    /// <summary>When it was recorded.</summary>
    internal readonly long Tick;
    internal readonly long Start;

    /// <summary>The end of a span, or the bits of a value.</summary>
    internal readonly long End;
    internal readonly TraceEventKind Kind;

    internal TraceEvent(TraceEventKind kind, string name, long tick, long start, long end) =>
        (Kind, Name, Tick, Start, End) = (kind, name, tick, start, end);

    internal double Number => BitConverter.Int64BitsToDouble(End);

    internal static TraceEvent Value(string name, long tick, double number) =>
        new(TraceEventKind.Value, name, tick, tick, BitConverter.DoubleToInt64Bits(number));
}
