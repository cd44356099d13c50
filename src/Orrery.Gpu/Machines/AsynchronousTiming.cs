using Orrery.Configuration.Binding;

namespace Orrery.Gpu.Machines;

/// <summary>What runs beside the warps since Hopper: bulk copies, mbarriers, clusters, asynchronous matrix instructions.</summary>
public sealed record AsynchronousTiming
{
    [Parameter("Asynchronous matrix instructions: cycles from the end of their occupation to the result; left out where there are none",
        Min = 0, Max = 400)]
    public int? TensorLatency { get; init; }

    [Parameter("Cycles from the issue of a bulk copy to its first request", Required = true, Min = 1, Max = 1000)]
    public int BulkLatency { get; init; }

    [Parameter("Cycles of the copy unit for each line of 128 bytes", Required = true, Min = 1, Max = 64)]
    public int BulkLineCycles { get; init; }

    [Parameter("Cycles from the end of a phase to the next instruction of a warp that waits for it", Required = true, Min = 1, Max = 200)]
    public int MbarrierCycles { get; init; }

    [Parameter("Cycles of a signal to another multiprocessor of the cluster", Required = true, Min = 64, Max = 1000,
        Reason = "components hear of each other no earlier")]
    public int ClusterCycles { get; init; }
}
