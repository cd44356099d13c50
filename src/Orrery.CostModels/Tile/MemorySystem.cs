using Orrery.Engine;

namespace Orrery.CostModels.Tile;

/// <summary>
/// Device memory, the last-level cache and its ports. Requests are small against a tile, so serving them first come, first served
/// shares the bandwidth among multiprocessors as evenly as hardware does, in one event each and in exact integers.
/// </summary>
internal sealed class MemorySystem : Component
{
    private readonly TileKernel _kernel;
    private readonly long _hop;
    private readonly long _far;

    private readonly PanelCache _cache;
    private readonly BandwidthServer[] _ports;
    private BandwidthServer _memory;
    private BandwidthServer _l2;

    public MemorySystem(Scope scope, TileKernel kernel, ChipRates chip, int sms) : base(scope, "memory")
    {
        (_kernel, _hop, _far) = (kernel, chip.Hop, chip.Far);
        _cache = new PanelCache(kernel.Panels, chip.L2Size);

        // Few multiprocessors cannot have enough on its way to keep device memory busy.
        (_memory, _l2) = (new BandwidthServer(Math.Min(chip.Memory, sms * chip.Draw)), new BandwidthServer(chip.L2));
        _ports = new BandwidthServer[sms];
        Array.Fill(_ports, new BandwidthServer(chip.Port));
        (In, Out) = (new Inbox<Request>(this), new Outbox<Arrival>(this));
    }

    /// <summary>From the multiprocessors.</summary>
    public Inbox<Request> In { get; }

    /// <summary>To the multiprocessors.</summary>
    public Outbox<Arrival> Out { get; }

    /// <summary>The tick at which device memory has done everything so far.</summary>
    public long Drained => _memory.Free;

    /// <summary>Ticks in which device memory moves bytes.</summary>
    public long MemoryBusy => _memory.Busy;

    /// <summary>Ticks in which the last-level cache, or its busiest port, moves bytes.</summary>
    public long L2Busy => Math.Max(_l2.Busy, _ports.Max(port => port.Busy));

    /// <summary>Bytes to and from device memory.</summary>
    public long MemoryBytes => _memory.Bytes;

    /// <summary>Bytes to and from the multiprocessors.</summary>
    public long L2Bytes => _l2.Bytes;

    /// <summary>Bytes that the last-level cache had, or that another tile had asked for already.</summary>
    public long HitBytes { get; private set; }

    protected override void Run()
    {
        while (In.TryTake(out Request request))
        {
            Serve(request);
        }
    }

    // The data pass memory, cache and port as in a pipe: the slowest decides when the last slice is there.
    private void Serve(Request request)
    {
        TileStep step = _kernel.Step(request.Tile, request.Step);
        bool isOutput = request.Step == _kernel.Steps(request.Tile);
        (bool hasFirst, bool hasSecond, long end) = (true, true, Now);
        long missing = step.OwnMissing + Missing(step.First, ref hasFirst, ref end) + Missing(step.Second, ref hasSecond, ref end);
        long bytes = step.Bytes;
        HitBytes += bytes - missing;

        ref BandwidthServer port = ref _ports[request.Sm];
        long start = Math.Max(_l2.Pass(Now, bytes), port.Pass(Now, bytes));
        end = Math.Max(end, Math.Max(Math.Max(_l2.Free, port.Free), start));
        if (missing > 0)
        {
            long first = _memory.Pass(Now, missing);
            long last = _memory.Free + _far;
            Keep(step.First, hasFirst, last);
            Keep(step.Second, hasSecond, last);

            // A tile need not wait until the cache has written its output back.
            (start, end) = isOutput ? (start, end) : (Math.Max(start, first + _far), Math.Max(end, last));
        }

        end = Math.Max(end, Now + (long)(bytes / (_kernel.TileDraw * Ticks.Seconds)));
        long seen = isOutput ? end : start + ((end - start) / step.Slices);
        Out.Send(request.Sm, new Arrival(request.Slot, end + _hop), seen + _hop - Now);
    }

    private long Missing(Panel panel, ref bool held, ref long end)
    {
        if (panel.Bytes == 0)
        {
            return 0;
        }

        long ready = _cache.Find(panel);
        held = ready >= 0;
        end = Math.Max(end, ready);
        return held ? 0 : panel.Bytes;
    }

    private void Keep(Panel panel, bool held, long ready)
    {
        if (!held)
        {
            _cache.Add(panel, ready);
        }
    }
}
