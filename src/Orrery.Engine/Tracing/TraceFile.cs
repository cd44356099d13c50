namespace Orrery.Engine.Tracing;

/// <summary>Writes what was traced: a track for each component, a process for each first part of a name.</summary>
internal static class TraceFile
{
    internal static TraceSummary Write(ChromeTraceWriter writer, IReadOnlyList<Trace> traces, int maximum, TickLength tick)
    {
        var processes = new Dictionary<string, int>(StringComparer.Ordinal);
        var processOf = new int[traces.Count];
        // Events by (tick recorded, component, order): each trace is in order, so the next is the least of their heads.
        var heads = new PriorityQueue<(Trace Of, int Place), (long Tick, int Component, int Trace)>();
        long seen = 0, written = 0, last = 0;
        foreach (Trace trace in traces)
        {
            if (trace.Seen == 0) continue;
            seen += trace.Seen;
            processOf[trace.Index] = Name(writer, trace.Owner, processes);
            if (trace.Kept > 0) heads.Enqueue((trace, 0), (trace.At(0).Tick, trace.Owner.Id, trace.Index));
        }
        while (written < maximum && heads.TryDequeue(out (Trace Of, int Place) head, out _))
        {
            (Trace trace, int place) = head;
            Write(writer, trace.At(place), trace.Owner, processOf[trace.Index], tick);
            last = trace.At(place).Tick;
            written++;
            if (++place < trace.Kept) heads.Enqueue((trace, place), (trace.At(place).Tick, trace.Owner.Id, trace.Index));
        }
        if (seen > written) SayDropped(writer, processes.Count + 1, Microseconds(last, tick), written, seen - written);
        return new TraceSummary(written, seen - written);
    }

    private static int Name(ChromeTraceWriter writer, Component component, Dictionary<string, int> processes)
    {
        int dot = component.Name.IndexOf('.', StringComparison.Ordinal);
        string process = dot < 0 ? "simulation" : component.Name[..dot];
        if (!processes.TryGetValue(process, out int pid))
        {
            processes.Add(process, pid = processes.Count + 1);
            writer.NameProcess(pid, process);
        }
        writer.NameThread(pid, component.Id, component.Name);
        return pid;
    }

    private static void Write(ChromeTraceWriter writer, in TraceEvent happened, Component component, int pid, TickLength tick)
    {
        double start = Microseconds(happened.Start, tick);
        switch (happened.Kind)
        {
            case TraceEventKind.Span:
                writer.Span(pid, component.Id, happened.Name, start, Microseconds(happened.End - happened.Start, tick));
                break;
            case TraceEventKind.Value when double.IsFinite(happened.Number):
                // A curve belongs to a process, so its name says whose it is.
                writer.Counter(pid, $"{component.Name}.{happened.Name}", start, happened.Number);
                break;
            case TraceEventKind.Value:
                writer.Instant(pid, component.Id, happened.Name, start, new TraceArgument("value", $"{happened.Number}"));
                break;
            default:
                writer.Instant(pid, component.Id, happened.Name, start);
                break;
        }
    }

    private static void SayDropped(ChromeTraceWriter writer, int pid, double at, long written, long dropped)
    {
        writer.NameProcess(pid, $"trace cut off: {dropped} events dropped");
        writer.NameThread(pid, 0, "cut");
        writer.Instant(pid, 0, $"{dropped} events dropped", at,
            new TraceArgument("dropped", dropped), new TraceArgument("written", written));
    }

    /// <summary>Correctly rounded, so that 3 ns read 0.003 and not 0.0030000000000000005.</summary>
    private static double Microseconds(long ticks, TickLength tick) => (double)((Int128)ticks * tick.Femtoseconds) / 1e9;
}
