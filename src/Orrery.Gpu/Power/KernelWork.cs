using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Power;

/// <summary>What a kernel did, by what takes energy and what is busy with it.</summary>
/// <param name="TensorOperations">Operations of the tensor cores: two a multiply-add.</param>
/// <param name="VectorOperations">Operations of lanes outside them.</param>
/// <param name="L2Bytes">Bytes between L2 and multiprocessors.</param>
/// <param name="MemoryBytes">Bytes between L2 and device memory.</param>
/// <param name="ComputeSeconds">Time for which the busiest pipe of arithmetic has work.</param>
/// <param name="L2Seconds">Time for which the slices of L2 or the ports of the multiprocessors have work.</param>
/// <param name="MemorySeconds">Time for which device memory transfers data.</param>
/// <param name="LaunchSeconds">From the start of the kernel until its first block can have ended if it did nothing.</param>
internal readonly record struct KernelWork(double TensorOperations, double VectorOperations, double L2Bytes, double MemoryBytes,
    double ComputeSeconds, double L2Seconds, double MemorySeconds, double LaunchSeconds)
{
    private static readonly Operation[] Tensor = [Operation.Tensor, Operation.TensorAsync, Operation.TensorBlock];
    private static readonly Operation[] Vector = [Operation.Fp32, Operation.Fp16, Operation.Int, Operation.Special];

    /// <summary>The work of a kernel on a machine at its clock.</summary>
    public static KernelWork Of(GpuMachine machine, Kernel kernel, KernelResult result)
    {
        double tensor = 0;
        double tensorSeconds = 0;
        foreach (Operation operation in Tensor)
        {
            double operations = 2 * result.Issued(operation) * MeanMultiplyAdds(kernel, operation, out string format);
            tensor += operations;
            if (operations > 0 && machine.Gpu.Peak.Of(format) is { } peak) tensorSeconds += operations / (peak.PerSecond * machine.ClockFactor);
        }
        double subPartitions = (double)machine.Gpu.SmCount * GpuMachine.SubPartitions;
        double vectorSeconds = 0;
        double vector = 0;
        foreach (Operation operation in Vector)
        {
            double issued = result.Issued(operation);
            vector += issued * 32;
            double lanes = machine.VectorPipe(operation)?.Lanes ?? 32;
            vectorSeconds = Math.Max(vectorSeconds, issued * 32 / lanes / subPartitions / machine.Hertz);
        }
        double sent = result.L2BytesSent;
        double stored = result.L2BytesStored;
        double memory = result.DramBytesRead + result.DramBytesWritten;
        L2Timing l2 = machine.L2;
        double slices = (sent + stored) / (machine.SlicesPerPartition * l2.Partitions * l2.SliceBytes);
        double ports = Math.Max(sent / l2.ReplyBytes, stored / l2.RequestBytes) / machine.Gpu.SmCount;
        LaunchTiming launch = machine.Micro.Launch;
        return new KernelWork(tensor, vector, sent + stored, memory, Math.Max(tensorSeconds, vectorSeconds), Math.Max(slices, ports) / machine.Hertz,
            memory / machine.Gpu.Memory.Bandwidth.BytesPerSecond, ((kernel.StartsEarly ? 0 : launch.KernelCycles) + 2 * launch.WayCycles) / machine.Hertz);
    }

    private static double MeanMultiplyAdds(Kernel kernel, Operation operation, out string format)
    {
        (double sum, double issued) = (0, 0);
        format = "";
        foreach (WarpRole role in kernel.Roles)
        {
            for (int at = 0; at < role.Program.Instructions.Count; at++)
            {
                Instruction instruction = role.Program.Instructions[at];
                if (instruction.Operation != operation) continue;
                double times = role.Warps;
                foreach (ProgramLoop loop in role.Program.Loops)
                {
                    if (loop.First <= at && at <= loop.Last) times *= loop.Trips;
                }
                format = instruction.Format ?? format;
                (sum, issued) = (sum + times * instruction.Argument, issued + times);
            }
        }
        return issued > 0 ? sum / issued : 0;
    }
}
