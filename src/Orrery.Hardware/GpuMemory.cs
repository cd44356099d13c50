using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>Device memory.</summary>
public sealed record GpuMemory
{
    [Parameter("Kind of memory, such as HBM2e", Required = true)]
    public string Type { get; init; } = "";

    [Parameter("Capacity", Required = true)]
    public ByteSize Capacity { get; init; }

    [Parameter("Peak bandwidth", Required = true)]
    public Bandwidth Bandwidth { get; init; }

    [Parameter("Data pins that are in use: 1024 for each stack of HBM, 32 for each chip of GDDR", Min = 1, Max = 1048576,
        Reason = "a memory without pins cannot be read")]
    public int? BusBits { get; init; }

    [Parameter("Stacks of HBM that are in use", Min = 1, Max = 1024, Reason = "left out where memory is not stacked")]
    public int? Stacks { get; init; }
}

/// <summary>The last-level cache.</summary>
public sealed record GpuL2
{
    [Parameter("Capacity that is enabled", Required = true)]
    public ByteSize Size { get; init; }
}
