namespace Orrery.CostModels.Analytic;

/// <summary>
/// A kernel in which every thread handles a few elements on its own, with wide accesses: element-wise functions, copies,
/// conversions. There are always enough loads on their way, so bandwidth or instructions decide.
/// </summary>
/// <param name="Elements">Elements.</param>
/// <param name="Instructions">Instructions of an element.</param>
internal readonly record struct FlatKernel(double Elements, double Instructions)
{
    public OperatorCost Cost(Machine machine, double bytes)
    {
        double kept = StreamMemory.Kept(machine, bytes);
        double compute = Elements * Instructions / (machine.Sms * machine.Gpu.Sm.Fp32Lanes * machine.Clock);
        double memory = bytes * (1 - kept) / StreamMemory.Bandwidth(machine);
        return Overlapped.Cost(machine, compute, memory, bytes / StreamMemory.CacheBandwidth(machine),
            machine.Constants.Memory.KernelSeconds);
    }
}
