using System.Collections.ObjectModel;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>A GPU as its data sheet describes it. Plain data; rates are dense (without structured sparsity).</summary>
public sealed record Gpu : IPreset
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("Who makes it", Required = true)]
    public string Vendor { get; init; } = "";

    [Parameter("Architecture and chip", Required = true)]
    public string Architecture { get; init; } = "";

    [Parameter("Family of the tensor unit; cost models branch their physics on it", Required = true, Allowed =
        ["pascal", "volta", "turing", "ampere", "ada", "hopper", "blackwell", "cdna1", "cdna2", "battlemage", "tpu"])]
    public string Generation { get; init; } = "";

    [Parameter("Feature size by the foundry's name of the process, in nanometres; the power limit depends on it", Required = true,
        Min = 1, Max = 100, Reason = "processes are called 28, 12, 7, 4 and the like")]
    public int ProcessNm { get; init; }

    [Parameter("Streaming multiprocessors (compute units) that are enabled", Required = true, Min = 1, Max = 4096,
        Reason = "a GPU without one computes nothing")]
    public int SmCount { get; init; }

    [Parameter("Clocks", Required = true)]
    public GpuClock Clock { get; init; } = new();

    [Parameter("Peak rates of arithmetic by number format, dense, at the clock the data sheet uses", Required = true)]
    public GpuPeaks Peak { get; init; } = new();

    [Parameter("Device memory", Required = true)]
    public GpuMemory Memory { get; init; } = new();

    [Parameter("Last-level cache on the chip", Required = true)]
    public GpuL2 L2 { get; init; } = new();

    [Parameter("Inside one multiprocessor", Required = true)]
    public GpuSm Sm { get; init; } = new();

    [Parameter("Connections to other chips")]
    public GpuLinks Links { get; init; } = new();

    [Parameter("The silicon: what is on the die, whether enabled or not")]
    public GpuDie Die { get; init; } = new();

    [Parameter("Board power limit", Required = true)]
    public Power Tdp { get; init; }

    [Parameter("Physical constants of the cost models that differ for this GPU, by name; the cost models say which there are")]
    public IReadOnlyDictionary<string, double> Calibration { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    [Parameter("How sure the values are as a whole", Allowed = ["high", "medium", "low"])]
    public string? Confidence { get; init; }

    [Parameter("Where the values come from")]
    public IReadOnlyList<GpuSource> Sources { get; init; } = [];

    [Parameter("Values that no document gives, with the reason for the number")]
    public IReadOnlyList<GpuEstimate> Estimates { get; init; } = [];

    /// <summary>
    /// Whether tensor units have memory of their own and take operands from shared memory in any layout (tcgen05): Blackwell of compute
    /// capability 10. The small chips, of capability 12, keep mma.sync; their multiprocessors hold 1536 threads.
    /// </summary>
    public bool HasTensorMemory => Generation == "blackwell" && Sm.Threads >= 2048;

    /// <summary>Whether it is a TPU: systolic arrays, a vector unit in place of multiprocessors, engines of its own that copy.</summary>
    public bool IsTpu => Generation == "tpu";

    /// <summary>True for a value that no document gives.</summary>
    /// <param name="path">Dotted path of the value, such as <c>l2.size</c>.</param>
    public bool IsEstimate(string path) => Estimates.Any(estimate => estimate.Path == path);
}
