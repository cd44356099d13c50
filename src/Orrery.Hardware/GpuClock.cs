using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>Clock rates of the multiprocessors.</summary>
public sealed record GpuClock
{
    [Parameter("Guaranteed clock; left out where the vendor does not publish it")]
    public Frequency? Base { get; init; }

    [Parameter("Highest clock under load", Required = true)]
    public Frequency Boost { get; init; }
}
