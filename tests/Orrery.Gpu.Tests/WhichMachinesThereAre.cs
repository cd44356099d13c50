using Orrery.Configuration.Units;
using Orrery.Gpu.Machines;
using Orrery.Hardware;

namespace Orrery.Gpu.Tests;

/// <summary>Every NVIDIA GPU since Volta can be simulated, with the rates that its data sheet gives.</summary>
public sealed class WhichMachinesThereAre
{
    public static TheoryData<string> Names =>
        [.. GpuCatalogue.All.Where(gpu => gpu.Vendor == "NVIDIA" && gpu.Generation != "pascal").Select(gpu => gpu.Name)];

    private static GpuMachine Machine(string name) => GpuMachine.Of(GpuCatalogue.Find(name)!)!;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_machine_for_each(string name)
    {
        GpuMachine machine = Machine(name);
        Assert.Equal(machine.Gpu.Generation, machine.Micro.Generation);
        Assert.Equal(machine.Gpu.Sm.Threads, machine.Micro.Threads);
        Assert.Equal(machine.Gpu.Sm.Fp32Lanes, GpuMachine.SubPartitions * machine.Micro.Fp32.Lanes);
        // The channels together have the bandwidth of the data sheet.
        double bytes = machine.ChannelBytes * machine.ChannelsPerPartition * machine.L2.Partitions * machine.Hertz;
        Assert.Equal(machine.Gpu.Memory.Bandwidth.BaseValue, bytes, bytes * 1e-9);
        Assert.NotNull(machine.TensorInterval(2048, "fp16"));
        Assert.NotEmpty(machine.Micro.Sources);
        Assert.NotEmpty(machine.Dram.Sources);
    }

    [Fact]
    public void There_are_all_of_them()
    {
        string[] asked = ["v100-pcie-32gb", "t4", "a100-sxm4-40gb", "a100-sxm4-80gb", "a100-pcie-40gb", "a100-pcie-80gb", "a40", "l4", "l40s",
            "h100-sxm5-80gb", "h100-nvl-94gb", "h200-sxm-141gb", "b200-sxm-180gb", "gb200", "rtx-4090", "rtx-pro-6000-bse"];
        Assert.Empty(asked.Except(Names.Select(row => row.Data)));
    }

    // Multiply-adds of m16n8k16 are 2048.
    [Theory]
    [InlineData("v100-pcie-32gb", 16)] // 112 TFLOPS / 2 / 80 / 4 / 1.38 GHz = 127, that is 128
    [InlineData("a100-sxm4-80gb", 8)] // 312 / 2 / 108 / 4 / 1.41 = 256
    [InlineData("a40", 16)] // 149.7 / 2 / 84 / 4 / 1.74 = 128
    [InlineData("rtx-4090", 32)] // 165.2 / 2 / 128 / 4 / 2.52 = 64
    [InlineData("h100-sxm5-80gb", 6)] // 512, of which mma reaches 0.63: 6.3
    public void Cycles_of_a_matrix_instruction(string name, int cycles) => Assert.Equal(cycles, Machine(name).TensorInterval(2048, "fp16"));

    // wgmma.m64n256k16 on a sub-partition: 16 x 256 x 16 over 512 (Hopper) and 1024 (Blackwell).
    [Theory]
    [InlineData("h100-sxm5-80gb", 128)]
    [InlineData("h100-nvl-94gb", 128)]
    [InlineData("b200-sxm-180gb", 64)]
    public void Cycles_of_an_asynchronous_one(string name, int cycles) => Assert.Equal(cycles, Machine(name).TensorInterval(65536, "fp16", 1));

    [Theory]
    [InlineData("a100-sxm4-40gb", 80)]
    [InlineData("h100-sxm5-80gb", 80)] // 5120, 64 a slice
    [InlineData("h200-sxm-141gb", 96)]
    [InlineData("t4", 32)] // 256 pins
    [InlineData("l4", 24)] // 192
    [InlineData("l40s", 48)] // 384
    [InlineData("a40", 48)]
    [InlineData("b200-sxm-180gb", 128)] // 8192, 64 a slice
    public void Slices_of_L2(string name, int slices) => Assert.Equal(slices, Machine(name).SlicesPerPartition * Machine(name).L2.Partitions);

    [Fact]
    public void L2_with_a_clock_of_its_own_is_counted_in_cycles_of_the_multiprocessors()
    {
        GpuMachine a100 = TestMachines.A100;
        L2Timing own = (a100 with { Micro = a100.Micro with { L2 = a100.Micro.L2 with { Clock = new Frequency(a100.Hertz / 2) } } }).L2;
        Assert.Equal((2 * a100.L2.CrossbarCycles, 2 * a100.L2.SliceCycles, 2 * a100.L2.FarCycles), (own.CrossbarCycles, own.SliceCycles, own.FarCycles));
        Assert.Equal((a100.L2.SliceBytes / 2, a100.L2.ReplyBytes / 2), (own.SliceBytes, own.ReplyBytes));
        // Multiprocessors that slow down to the L2's clock wait as many cycles as it counts.
        GpuMachine slow = a100 with { ClockFactor = 0.5, Micro = a100.Micro with { L2 = a100.Micro.L2 with { Clock = new Frequency(a100.Hertz / 2) } } };
        Assert.Equal(a100.L2.CrossbarCycles, slow.L2.CrossbarCycles);
    }
}
