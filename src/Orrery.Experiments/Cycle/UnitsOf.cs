using Orrery.Gpu.Layers;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;

namespace Orrery.Experiments.Cycle;

/// <summary>Reads from a kernel's counters what each unit did, beside what it can do at the kernel's clock.</summary>
internal static class UnitsOf
{
    private const int Lanes = 32;
    private const int SectorBytes = 32;

    // A multiprocessor's L1 and shared memory move one wavefront of 32 banks of 4 bytes in a cycle (CUDA C++ Programming Guide).
    private const int WavefrontBytes = 128;

    private static readonly Operation[] Accesses =
        [.. Enum.GetValues<Operation>().Where(operation => operation.ToString() is var name
            && (name.StartsWith("Load", StringComparison.Ordinal) || name.StartsWith("Store", StringComparison.Ordinal) || name == "CopyAsync"))];

    /// <summary>The units, those of the multiprocessors first.</summary>
    public static IReadOnlyList<UnitUse> Kernel(KernelRun run)
    {
        (GpuMachine machine, KernelResult result, Microarchitecture micro) = (run.Machine, run.Result, run.Machine.Micro);
        double cycles = machine.Hertz * machine.Gpu.SmCount;
        double parts = cycles * GpuMachine.SubPartitions;
        double sectors = result.Sms.Sum(sm => sm.L1Sectors);
        return
        [
            Unit("issue", result.Instructions, parts, "inst/s"),
            Unit("tensor", TensorFlops(run.Kernel), TensorPeak(run), "FLOP/s"),
            Unit("fp32", Lanes * (double)result.Issued(Operation.Fp32), parts * micro.Fp32.Lanes, "op/s"),
            Unit("fp16", Lanes * (double)result.Issued(Operation.Fp16), parts * micro.Fp16.Lanes, "op/s"),
            Unit("int", Lanes * (double)result.Issued(Operation.Int), parts * micro.Int.Lanes, "op/s"),
            Unit("special", Lanes * (double)result.Issued(Operation.Special), parts * micro.Special.Lanes, "op/s"),
            Unit("load/store", Lanes * (double)Accesses.Sum(result.Issued), parts * micro.LoadStore.Lanes, "op/s"),
            Unit("shared memory", WavefrontBytes * (double)result.Sms.Sum(sm => sm.SharedWavefronts), cycles * WavefrontBytes, "B/s"),
            Unit("L1", SectorBytes * sectors, cycles * WavefrontBytes, "B/s"),
            Unit("L2", result.L2BytesSent + (double)result.L2BytesStored, machine.Hertz * micro.L2.Slices * micro.L2.SliceBytes, "B/s"),
            Unit("DRAM", result.DramBytesRead + (double)result.DramBytesWritten, machine.Gpu.Memory.Bandwidth.BytesPerSecond, "B/s"),
        ];

        UnitUse Unit(string name, double amount, double peak, string unit) =>
            new(name, amount, run.Seconds > 0 ? amount / run.Seconds : 0, peak, unit);
    }

    // Operations of matrix instructions: they alone have a format. Their argument is multiply-adds.
    private static double TensorFlops(Kernel kernel)
    {
        double sum = 0;
        foreach (WarpRole role in kernel.Roles)
        {
            IReadOnlyList<Instruction> instructions = role.Program.Instructions;
            for (int at = 0; at < instructions.Count; at++)
            {
                if (instructions[at].Format is not null) sum += 2.0 * instructions[at].Argument * role.Warps * Times(kernel, role.Program, at);
            }
        }
        return sum;
    }

    /// <summary>How often the warps of all blocks run an instruction.</summary>
    private static double Times(Kernel kernel, WarpProgram program, int at)
    {
        ProgramLoop[] around = [.. program.Loops.Where(loop => loop.First <= at && at <= loop.Last)];
        if (around.All(loop => loop.IsFixed)) return kernel.Blocks * around.Aggregate(1.0, (times, loop) => times * loop.Trips);
        double sum = 0;
        for (int y = 0; y < kernel.BlocksY; y++)
        {
            for (int x = 0; x < kernel.BlocksX; x++) sum += around.Aggregate(1.0, (times, loop) => times * loop.TripsAt(x, y));
        }
        return sum * kernel.BlocksZ;
    }

    private static double TensorPeak(KernelRun run)
    {
        string? format = run.Kernel.Roles.SelectMany(role => role.Program.Instructions).Select(instruction => instruction.Format)
            .FirstOrDefault(name => name is not null);
        HardwareGpu gpu = run.Machine.Gpu;
        return (gpu.Peak.Of(format ?? run.Operator.Format.Rate)?.PerSecond ?? 0) * run.Machine.ClockFactor;
    }
}
