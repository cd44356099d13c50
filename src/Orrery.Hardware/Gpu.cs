using System.Collections.ObjectModel;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>A GPU as its data sheet describes it. Plain data; rates are dense (without structured sparsity).</summary>
public sealed record Gpu
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("Who makes it", Required = true)]
    public string Vendor { get; init; } = "";

    [Parameter("Architecture and chip", Required = true)]
    public string Architecture { get; init; } = "";

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

    [Parameter("Board power limit", Required = true)]
    public Power Tdp { get; init; }

    [Parameter("Physical constants of the cost models that differ for this GPU, by name; the cost models say which there are")]
    public IReadOnlyDictionary<string, double> Calibration { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    [Parameter("Where the values come from")]
    public IReadOnlyList<GpuSource> Sources { get; init; } = [];
}

/// <summary>Clock rates of the multiprocessors.</summary>
public sealed record GpuClock
{
    [Parameter("Guaranteed clock; left out where the vendor does not publish it")]
    public Frequency? Base { get; init; }

    [Parameter("Highest clock under load", Required = true)]
    public Frequency Boost { get; init; }
}

/// <summary>Device memory.</summary>
public sealed record GpuMemory
{
    [Parameter("Kind of memory, such as HBM2e", Required = true)]
    public string Type { get; init; } = "";

    [Parameter("Capacity", Required = true)]
    public ByteSize Capacity { get; init; }

    [Parameter("Peak bandwidth", Required = true)]
    public Bandwidth Bandwidth { get; init; }
}

/// <summary>The last-level cache.</summary>
public sealed record GpuL2
{
    [Parameter("Capacity", Required = true)]
    public ByteSize Size { get; init; }
}

/// <summary>Memories inside one multiprocessor.</summary>
public sealed record GpuSm
{
    [Parameter("L1 cache and shared memory together", Required = true)]
    public ByteSize L1 { get; init; }

    [Parameter("Largest shared memory", Required = true)]
    public ByteSize Shared { get; init; }
}

/// <summary>Connections to other chips, both directions added.</summary>
public sealed record GpuLinks
{
    [Parameter("NVLink, Infinity Fabric or the like, all links together, both directions")]
    public Bandwidth? Nvlink { get; init; }

    [Parameter("PCI Express, both directions")]
    public Bandwidth? Pcie { get; init; }
}

/// <summary>Where values of a GPU come from.</summary>
public sealed record GpuSource
{
    [Parameter("Name of the document", Required = true)]
    public string From { get; init; } = "";

    [Parameter("Address of the document")]
    public string? Url { get; init; }

    [Parameter("Dotted paths of the values that it covers", Required = true)]
    public IReadOnlyList<string> Covers { get; init; } = [];

    [Parameter("What to know about these values")]
    public string? Note { get; init; }
}
