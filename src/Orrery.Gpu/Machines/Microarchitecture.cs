using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;

namespace Orrery.Gpu.Machines;

/// <summary>What a data sheet does not say about a generation of multiprocessors: latencies and rates, in cycles of their clock.</summary>
public sealed record Microarchitecture : IPreset
{
    [Parameter("Generation that it describes", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other generations that it stands for")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("Blocks that can be resident on a multiprocessor", Required = true, Min = 1, Max = 64)]
    public int ResidentBlocks { get; init; }

    [Parameter("Single-precision pipe of a sub-partition", Required = true)]
    public PipeTiming Fp32 { get; init; } = new();

    [Parameter("Half-precision pipe of a sub-partition", Required = true)]
    public PipeTiming Fp16 { get; init; } = new();

    [Parameter("Integer pipe of a sub-partition", Required = true)]
    public PipeTiming Int { get; init; } = new();

    [Parameter("Special-function pipe of a sub-partition", Required = true)]
    public PipeTiming Special { get; init; } = new();

    [Parameter("Tensor core of a sub-partition", Required = true)]
    public TensorTiming Tensor { get; init; } = new();

    [Parameter("What runs beside the warps; left out where the generation has none of it")]
    public AsynchronousTiming? Asynchronous { get; init; }

    [Parameter("Cycles for which a jump holds its warp back", Required = true, Min = 1, Max = 100)]
    public int BranchCycles { get; init; }

    [Parameter("Cycles from the arrival of the last warp at a barrier to the next instruction", Required = true, Min = 1, Max = 200)]
    public int BarrierCycles { get; init; }

    [Parameter("Loads, stores and L1", Required = true)]
    public LoadStoreTiming LoadStore { get; init; } = new();

    [Parameter("Network and last-level cache", Required = true)]
    public L2Timing L2 { get; init; } = new();

    [Parameter("Starting blocks", Required = true)]
    public LaunchTiming Launch { get; init; } = new();

    [Parameter("Where the values come from")]
    public IReadOnlyList<string> Sources { get; init; } = [];
}

/// <summary>A vector pipe.</summary>
public sealed record PipeTiming
{
    [Parameter("Cycles until a dependent instruction can issue", Required = true, Min = 1, Max = 400)]
    public int Latency { get; init; }

    [Parameter("Lanes: a warp of 32 occupies the pipe for 32 / lanes cycles", Required = true, Min = 1, Max = 32)]
    public int Lanes { get; init; }
}

/// <summary>
/// Synchronous matrix instructions. How long one occupies the tensor core follows from the data sheet's peak; its latency is a line
/// over that.
/// </summary>
public sealed record TensorTiming
{
    [Parameter("Latency of an instruction that would occupy the core for no time", Required = true, Min = 1, Max = 200)]
    public double BaseLatency { get; init; }

    [Parameter("Further latency for each cycle of occupation", Required = true, Min = 0, Max = 8)]
    public double LatencyPerCycle { get; init; }

    [Parameter("Part of the data sheet's peak that synchronous instructions can reach", Default = "1", Min = 0.1, Max = 1)]
    public double PeakShare { get; init; } = 1;
}

/// <summary>The load/store unit, which four sub-partitions share, and the memory behind it in the multiprocessor.</summary>
public sealed record LoadStoreTiming
{
    [Parameter("Lanes of a sub-partition: a warp takes 32 / lanes cycles to issue", Required = true, Min = 1, Max = 32)]
    public int Lanes { get; init; }

    [Parameter("Latency of a load from shared memory", Required = true, Min = 1, Max = 200)]
    public int SharedLatency { get; init; }

    [Parameter("Latency of a load that L1 answers; also what a miss takes within the multiprocessor", Required = true, Min = 1, Max = 200)]
    public int L1Latency { get; init; }

    [Parameter("Passes through shared memory and L1 that may wait before issue stops", Required = true, Min = 1, Max = 1024)]
    public int QueuedWavefronts { get; init; }

    [Parameter("Sectors that may be on their way to the multiprocessor", Required = true, Min = 32, Max = 65536)]
    public int MissSectors { get; init; }

    [Parameter("Ways of a set of L1", Required = true, Min = 1, Max = 256)]
    public int L1Ways { get; init; }
}

/// <summary>The crossbar and the slices of the last-level cache.</summary>
public sealed record L2Timing
{
    [Parameter("Partitions, each with its half of the slices and memory channels", Required = true, Min = 1, Max = 8)]
    public int Partitions { get; init; }

    [Parameter("Slices in all", Required = true, Min = 1, Max = 1024)]
    public int Slices { get; init; }

    [Parameter("Cycles of the crossbar, each way", Required = true, Min = 64, Max = 400,
        Reason = "components hear of each other no earlier")]
    public int CrossbarCycles { get; init; }

    [Parameter("Cycles from a request's arrival at a slice to its data", Required = true, Min = 1, Max = 400)]
    public int SliceCycles { get; init; }

    [Parameter("Further cycles to the other partition, each way", Required = true, Min = 0, Max = 400)]
    public int FarCycles { get; init; }

    [Parameter("Bytes a cycle that a slice reads or takes", Required = true, Min = 1, Max = 1024)]
    public double SliceBytes { get; init; }

    [Parameter("Bytes a cycle that a multiprocessor receives", Required = true, Min = 1, Max = 1024)]
    public double ReplyBytes { get; init; }

    [Parameter("Bytes a cycle that a multiprocessor sends", Required = true, Min = 1, Max = 1024)]
    public double RequestBytes { get; init; }

    [Parameter("Ways of a set", Required = true, Min = 1, Max = 16)]
    public int Ways { get; init; }
}

/// <summary>The thread-block scheduler.</summary>
public sealed record LaunchTiming
{
    [Parameter("Cycles from the start of a kernel to its first block", Required = true, Min = 0, Max = 100000)]
    public int KernelCycles { get; init; }

    [Parameter("Cycles from one block's start to the next one's, over the whole GPU", Required = true, Min = 1, Max = 1000)]
    public int BlockInterval { get; init; }

    [Parameter("Further cycles for each 128 bytes of the kernel's code, which instruction caches lack at its start", Default = "20", Min = 0, Max = 1000)]
    public int CodeLineCycles { get; init; } = 20;

    [Parameter("Cycles between the scheduler and a multiprocessor, each way", Required = true, Min = 64, Max = 10000,
        Reason = "components hear of each other no earlier")]
    public int WayCycles { get; init; }
}
