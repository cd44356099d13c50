using Orrery.Engine;

namespace Orrery.Benchmarks.Gpu;

/// <summary>A memory slice: serves one request a tick, in the order of arrival.</summary>
public sealed class Slice : Component
{
    private readonly Fifo<MemoryRequest> _waiting = new(16);

    public Slice(Scope scope, int index) : base(scope, $"slice{index}")
    {
        FromCores = new Inbox<MemoryRequest>(this);
        ToCores = new Outbox<MemoryRequest>(this);
    }

    public Inbox<MemoryRequest> FromCores { get; }
    public Outbox<MemoryRequest> ToCores { get; }

    public long Served { get; private set; }

    protected override void Run()
    {
        while (FromCores.HasMessage) _waiting.Enqueue(FromCores.Take());
        if (_waiting.Count == 0) return;
        MemoryRequest request = _waiting.Dequeue();
        Served++;
        bool hit = (request.Draw >> 32) % 100 < 60;
        ToCores.Send(request.Core, request, hit ? GpuParameters.HitReply : GpuParameters.MissReply);
        if (_waiting.Count > 0) WakeNext();
    }
}
