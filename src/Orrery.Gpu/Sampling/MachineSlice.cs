using Orrery.Configuration.Units;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Sampling;

/// <summary>
/// A part of a machine: some of its multiprocessors with their share of everything that all share. Blocks that share nothing run on it as
/// they do on the whole.
/// </summary>
internal static class MachineSlice
{
    // The last wave is much of a kernel of fewer waves, and few multiprocessors make it up of few blocks: then at least this share of them.
    private const int FewWaves = 3;
    private const double ShareOfFew = 0.4;

    /// <summary>Multiprocessors that a slice has at least.</summary>
    public static int Least(GpuMachine machine, Kernel kernel, int least)
    {
        int sms = machine.Gpu.SmCount;
        return kernel.Blocks < (long)FewWaves * Occupancy.Of(machine, kernel).Blocks * sms ? Math.Max(least, (int)(ShareOfFew * sms)) : least;
    }

    /// <summary>The machine with fewer multiprocessors and as much less L2, memory and launch rate.</summary>
    public static GpuMachine Of(GpuMachine machine, int sms)
    {
        double share = (double)sms / machine.Gpu.SmCount;
        L2Timing l2 = machine.Micro.L2;
        int channels = Math.Max(1, (int)Math.Round(machine.ChannelsPerPartition * share));
        int slices = Math.Max(1, (int)Math.Round(machine.SlicesPerPartition * share / channels)) * channels;
        return machine with
        {
            Gpu = machine.Gpu with
            {
                SmCount = sms,
                Peak = machine.Gpu.Peak.Times(share),
                Memory = machine.Gpu.Memory with
                {
                    Bandwidth = new(machine.Gpu.Memory.Bandwidth.BaseValue * share),
                    BusBits = channels * l2.Partitions * machine.Dram.ChannelBits,
                },
                L2 = machine.Gpu.L2 with { Size = ByteSize.FromBaseValue(machine.Gpu.L2.Size.BaseValue * share) },
            },
            Micro = machine.Micro with
            {
                L2 = l2 with { Slices = slices * l2.Partitions, SliceBytes = l2.SliceBytes * machine.SlicesPerPartition * share / slices },
                Launch = machine.Micro.Launch with { BlockInterval = (int)Math.Round(machine.Micro.Launch.BlockInterval / share) },
            },
        };
    }

    /// <summary>The machine with another last-level cache.</summary>
    public static GpuMachine WithL2(GpuMachine machine, double bytes) =>
        machine with { Gpu = machine.Gpu with { L2 = machine.Gpu.L2 with { Size = ByteSize.FromBaseValue(bytes) } } };
}
