using System.Numerics;
using Orrery.Engine;

namespace Orrery.Benchmarks.Gpu;

/// <summary>A core: its warps compute, then ask memory, one request a tick, the lowest-numbered ready warp first.</summary>
public sealed class Core : Component
{
    private readonly GpuParameters _parameters;
    private readonly int _index;

    private readonly int[] _request;
    private readonly ulong[] _draw;
    private readonly ulong[] _ready;

    public Core(Scope scope, int index, GpuParameters parameters) : base(scope, $"core{index}")
    {
        (_index, _parameters) = (index, parameters);
        ToMemory = new Outbox<MemoryRequest>(this);
        FromMemory = new Inbox<MemoryRequest>(this);
        Computed = new Inbox<int>(this);
        _request = new int[parameters.Warps];
        _draw = new ulong[parameters.Warps];
        _ready = new ulong[(parameters.Warps + 63) / 64];
    }

    public Outbox<MemoryRequest> ToMemory { get; }
    public Inbox<MemoryRequest> FromMemory { get; }

    /// <summary>A warp's compute time has passed.</summary>
    public Inbox<int> Computed { get; }

    public ulong Sum { get; private set; }
    public long Events { get; private set; }
    public long Last { get; private set; }

    protected override void Start()
    {
        if (_parameters.Requests == 0) return;
        for (int warp = 0; warp < _parameters.Warps; warp++) Compute(warp);
    }

    protected override void Run()
    {
        while (FromMemory.HasMessage) Receive(FromMemory.Take());
        while (Computed.HasMessage)
        {
            int warp = Computed.Take();
            _ready[warp >> 6] |= 1UL << warp;
        }
        Issue();
    }

    private void Receive(MemoryRequest answer)
    {
        Events++;
        Last = Now;
        Sum += answer.Draw * (ulong)Last;
        if (++_request[answer.Warp] < _parameters.Requests) Compute(answer.Warp);
    }

    private void Compute(int warp)
    {
        long number = ((long)_index * _parameters.Warps + warp) * _parameters.Requests + _request[warp];
        ulong draw = SplitMix.Mix((ulong)number + 1);
        _draw[warp] = draw;
        Computed.SendLater(warp, 1 + (long)(draw % 200));
    }

    private void Issue()
    {
        int word = 0;
        while (_ready[word] == 0)
        {
            if (++word == _ready.Length) return;
        }
        int warp = (word << 6) + BitOperations.TrailingZeroCount(_ready[word]);
        _ready[word] &= _ready[word] - 1;
        Events++;
        ulong draw = _draw[warp];
        int slice = (int)((draw >> 16) % (ulong)_parameters.Slices);
        ToMemory.Send(slice, new MemoryRequest(draw, _index, warp), GpuParameters.ToSlice);
        for (; word < _ready.Length; word++)
        {
            if (_ready[word] == 0) continue;
            WakeNext();
            return;
        }
    }
}
