using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Machines;

/// <summary>The crossbar and the slices of the last-level cache.</summary>
public sealed record L2Timing
{
    [Parameter("Partitions, each with its half of the slices and memory channels", Required = true, Min = 1, Max = 8)]
    public int Partitions { get; init; }

    [Parameter("Slices in all; left out where they follow the memory", Min = 1, Max = 1024)]
    public int? Slices { get; init; }

    [Parameter("Data pins of device memory for each slice, where slices follow the memory", Default = "8", Min = 1, Max = 1024)]
    public int BitsPerSlice { get; init; } = 8;

    [Parameter("Clock of the crossbar and L2 where they have their own: their cycles are counted in it; left out for that of the multiprocessors")]
    public Frequency? Clock { get; init; }

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

    /// <summary>The same in cycles of the multiprocessors.</summary>
    /// <param name="hertz">Their clock.</param>
    public L2Timing In(double hertz)
    {
        if (Clock is not { } clock) return this;
        double cycles = hertz / clock.Hertz;
        return this with
        {
            Clock = null,
            CrossbarCycles = Math.Max((int)Quantum.Cycles, (int)Math.Round(CrossbarCycles * cycles)),
            SliceCycles = (int)Math.Round(SliceCycles * cycles),
            FarCycles = (int)Math.Round(FarCycles * cycles),
            SliceBytes = SliceBytes / cycles,
            ReplyBytes = ReplyBytes / cycles,
            RequestBytes = RequestBytes / cycles,
        };
    }
}
