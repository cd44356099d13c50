using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Machines;

/// <summary>A limit of a multiprocessor, and what a block needs of it.</summary>
/// <param name="Resource">What it is: "warps", "registers", "shared memory", "blocks".</param>
/// <param name="Need">What one block needs.</param>
/// <param name="Limit">What a multiprocessor has.</param>
public readonly record struct ResourceUse(string Resource, long Need, long Limit)
{
    /// <summary>Blocks that fit as far as this resource goes.</summary>
    public long Blocks => Need == 0 ? long.MaxValue : Limit / Need;

    /// <inheritdoc/>
    public override string ToString() => $"{Resource}: a block needs {Need}, a multiprocessor has {Limit}";
}

/// <summary>How many blocks of a kernel fit on a multiprocessor, and which resource ends that.</summary>
/// <param name="Blocks">Resident blocks; 0 where a block fits nowhere.</param>
/// <param name="Bound">The resource that allows fewest.</param>
public readonly record struct Occupancy(int Blocks, ResourceUse Bound)
{
    /// <summary>Occupancy of a kernel on a machine.</summary>
    public static Occupancy Of(GpuMachine machine, Kernel kernel)
    {
        BlockNeeds needs = BlockNeeds.Of(machine, kernel);
        ResourceUse[] uses =
        [
            new("warps", needs.Warps, machine.Warps),
            new("blocks", 1, machine.Micro.ResidentBlocks),
            new("registers", needs.Registers, (long)machine.Gpu.Sm.Registers.BaseValue / 4),
            new("shared memory", needs.Shared, (long)machine.Gpu.Sm.Shared.BaseValue),
        ];
        ResourceUse bound = uses.MinBy(use => use.Blocks);
        return new Occupancy((int)bound.Blocks, bound);
    }
}
