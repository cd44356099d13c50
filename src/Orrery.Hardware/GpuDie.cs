using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>
/// The silicon as it leaves the foundry. Products switch off part of it, so these counts are at least those of the product.
/// </summary>
public sealed record GpuDie
{
    [Parameter("Area of one die, in square millimetres", Min = 1, Max = 100000, Reason = "a lithography field holds 858 mm2")]
    public double? AreaMm2 { get; init; }

    [Parameter("Dies with multiprocessors in one package", Min = 1, Max = 1024, Reason = "a package holds at least one")]
    public int? Count { get; init; }

    [Parameter("Transistors on one die, in billions", Min = 0.001, Max = 100000)]
    public double? TransistorsBillion { get; init; }

    [Parameter("The foundry's name of the process")]
    public string? Process { get; init; }

    [Parameter("Multiprocessors on one die", Min = 1, Max = 4096, Reason = "a GPU without one computes nothing")]
    public int? SmCount { get; init; }

    [Parameter("Last-level cache on one die")]
    public ByteSize? L2 { get; init; }

    [Parameter("Pins for data of device memory on one die", Min = 1, Max = 1048576)]
    public int? BusBits { get; init; }
}
