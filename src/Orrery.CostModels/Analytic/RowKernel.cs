namespace Orrery.CostModels.Analytic;

/// <summary>
/// A kernel in which a block of threads walks over a row (or a few): norms, softmax, and the kernels of serving engines that
/// handle one element a thread. Each step waits for its loads; the blocks of a multiprocessor share its instruction slots.
/// Blocks run in waves, and the last wave takes as long as its fullest multiprocessor.
/// </summary>
/// <param name="Blocks">Blocks of threads.</param>
/// <param name="Threads">Threads of a block.</param>
/// <param name="Steps">Accesses of a thread, one after the other, in one pass over the row.</param>
/// <param name="Passes">Passes over the row.</param>
/// <param name="StepInstructions">Instructions of a thread in a step, all passes together.</param>
/// <param name="BlockInstructions">Instructions of a thread beside its steps: indices, sums over the block.</param>
/// <param name="BlockSeconds">Seconds that a block waits beside its loads: barriers, sums over the block.</param>
/// <param name="AgainBytes">Bytes of a block's row that a second pass asks for again.</param>
internal readonly record struct RowKernel(
    double Blocks, int Threads, double Steps, int Passes, double StepInstructions, double BlockInstructions, double BlockSeconds,
    double AgainBytes)
{
    // CUDA programming guide, technical specifications: 16 (Turing, Ada) to 32.
    private const int MostBlocks = 16;

    public OperatorCost Cost(Machine machine, double bytes)
    {
        RowLoad load = On(machine, bytes);
        double most = Math.Ceiling(Blocks / machine.Sms);
        double waves = Math.Floor(most / load.Resident);
        double last = most - (waves * load.Resident);
        double waiting = (waves + (last > 0 ? 1 : 0)) * load.Waits;
        double issuing = most * load.Issues;
        OperatorCost cost = Overlapped.Cost(machine, waiting + issuing, load.Missed / StreamMemory.Bandwidth(machine),
            load.Touched / StreamMemory.CacheBandwidth(machine), machine.Constants.Memory.KernelSeconds);

        // Blocks that mostly wait are not held back by arithmetic.
        return cost.Bound == Bound.Compute && waiting > issuing ? cost with { Bound = Bound.Launch } : cost;
    }

    /// <summary>What the blocks do on a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="bytes">Compulsory bytes of the kernel.</param>
    public RowLoad On(Machine machine, double bytes)
    {
        double kept = StreamMemory.Kept(machine, bytes);
        int resident = Math.Clamp(machine.Gpu.Sm.Threads / Threads, 1, MostBlocks);

        // One block alone: waiting, and issuing on the lanes that all blocks of the multiprocessor share.
        double waits = BlockSeconds + ((Steps - 1) * StreamMemory.Latency(machine, kept))
            + ((Passes - 1) * Steps * machine.Constants.Memory.L2Latency);
        double issues = (BlockInstructions + (Steps * StepInstructions)) * Threads / (machine.Gpu.Sm.Fp32Lanes * machine.Clock);

        // A second pass finds its row where the rows of all running blocks fit: in the L1 of their multiprocessor, or in the
        // last-level cache.
        double running = Math.Min(Blocks / machine.Sms, resident) * AgainBytes;
        double found = Math.Max(StreamMemory.Kept(machine, machine.Sms * running),
            StreamMemory.Kept(machine, running, machine.Gpu.Sm.L1.Bytes));
        double again = Blocks * AgainBytes * (Passes - 1);
        double missed = (bytes + (again * (1 - found))) * (1 - kept);
        return new RowLoad(resident, waits, issues, bytes + again, missed);
    }
}
