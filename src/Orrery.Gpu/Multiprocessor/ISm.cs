using Orrery.Engine;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Memory;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>A multiprocessor, whatever its warp scheduler is: for wiring and results, never while it runs.</summary>
internal interface ISm
{
    Inbox<BlockLaunch> Launches { get; }
    Outbox<BlockDone> Done { get; }
    Inbox<MemoryReply> Replies { get; }
    Outbox<MemoryRequest> Requests { get; }

    /// <summary>Signals from the other multiprocessors of a cluster; null where no kernel has clusters.</summary>
    Inbox<PeerSignal>? Heard { get; }

    Outbox<PeerSignal>? Told { get; }

    /// <summary>Takes when blocks were there; null where nobody asked.</summary>
    SmActivity? Activity { get; set; }

    /// <summary>What it counted of a kernel.</summary>
    SmCounters CountersOf(int kernel);

    /// <summary>Warps that still wait, in words.</summary>
    IEnumerable<string> Waiting();
}
