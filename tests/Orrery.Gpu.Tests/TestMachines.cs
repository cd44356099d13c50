using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;

namespace Orrery.Gpu.Tests;

/// <summary>Machines and kernels that the tests share.</summary>
internal static class TestMachines
{
    internal static GpuMachine A100 { get; } = GpuMachine.Of(GpuCatalogue.Find("a100-sxm4-40gb")!)!;

    internal static GpuMachine H100 { get; } = GpuMachine.Of(GpuCatalogue.Find("h100-sxm5-80gb")!)!;

    internal static GpuMachine WithSms(int count) => A100 with { Gpu = A100.Gpu with { SmCount = count, Peak = A100.Gpu.Peak.Times(count / 108.0) } };

    internal static Kernel OneBlock(int warps, Action<ProgramBuilder> write)
    {
        var program = new ProgramBuilder();
        write(program);
        return new Kernel("test", 1, 1, [new WarpRole(warps, program.Build())], 32, 0);
    }

    internal static KernelResult Run(int warps, Action<ProgramBuilder> write) =>
        GpuSimulation.Create(A100, OneBlock(warps, write)).Run();

    /// <summary>Cycles of a kernel beyond those of one that only exits.</summary>
    internal static long Cycles(int warps, Action<ProgramBuilder> write) => Run(warps, write).Cycles - Run(warps, _ => { }).Cycles;
}
