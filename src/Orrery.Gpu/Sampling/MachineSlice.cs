using Orrery.Configuration.Units;
using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Sampling;

/// <summary>
/// A part of a machine: some of its multiprocessors with their share of everything that all share. Blocks that share nothing run on it as
/// they do on the whole.
/// </summary>
internal static class MachineSlice
{
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
