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
    private readonly BandwidthServer[] _stores;
    private BandwidthServer _memory;
    private BandwidthServer _l2;

    public MemorySystem(Scope scope, TileKernel kernel, int sms) : base(scope, "memory")
    {
        ChipRates chip = kernel.Chip;
        (_kernel, _hop, _far) = (kernel, chip.Hop, chip.Far);
        _cache = new PanelCache(kernel.Panels, chip.L2Size);

        // Few multiprocessors cannot have enough on its way to keep device memory busy.
        (_memory, _l2) = (new BandwidthServer(Math.Min(chip.Memory, sms * chip.Draw)), new BandwidthServer(chip.L2));
        (_ports, _stores) = (new BandwidthServer[sms], new BandwidthServer[sms]);
        Array.Fill(_ports, new BandwidthServer(chip.Port));
        Array.Fill(_stores, new BandwidthServer(chip.Draw));
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

    /// <summary>Bytes that tiles asked for or wrote.</summary>
    public long Asked { get; private set; }

    /// <summary>Those of them that the last-level cache had, or that another tile had asked for already.</summary>
    public long Hits { get; private set; }

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
        long first = Missing(step.First, _kernel.FirstCold);
        long second = Missing(step.Second, _kernel.SecondCold);
        long missing = step.OwnMissing + first + second;
        long bytes = step.Own + (long)Math.Ceiling(step.Shared * _kernel.PortPart);
        Asked += step.Own + step.Shared;
        Hits += step.Own + step.Shared - missing;

        // Results leave by a way of their own, half as wide.
        ref BandwidthServer port = ref (isOutput ? ref _stores[request.Sm] : ref _ports[request.Sm]);
        long start = Math.Max(_l2.Pass(Now, bytes), port.Pass(Now, bytes));
        long ready = Math.Max(_cache.Ready(step.First), _cache.Ready(step.Second));
        long end = Math.Max(bytes == 0 ? Now : Math.Max(_l2.Free, port.Free), Math.Max(start, ready));
        if (missing > 0)
        {
            long from = _memory.Pass(Now, missing) + _far;
            ready = _memory.Free + _far;

            // A tile need not wait until the cache has written its output back.
            (start, end) = isOutput ? (start, end) : (Math.Max(start, from), Math.Max(end, ready));
        }

        _cache.Use(step.First, first > 0 ? ready : _cache.Ready(step.First));
        _cache.Use(step.Second, second > 0 ? ready : _cache.Ready(step.Second));
        end = Math.Max(end, start + step.Pull);
        long seen = isOutput ? end : start + ((end - start) / step.Slices);
        Out.Send(request.Sm, new Arrival(request.Slot, end + _hop), seen + _hop - Now);
    }

    private long Missing(Panel panel, double cold)
    {
        long missing = _cache.Missing(panel);
        return missing == 0 || cold == 1 || !_cache.IsNew(panel) ? missing : (long)Math.Ceiling(missing * cold);
    }
}
