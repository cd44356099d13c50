using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Launch;

/// <summary>What a multiprocessor still has for blocks.</summary>
internal struct SmRoom
{
    private int _warps;
    private int _blocks;
    private long _registers;
    private long _shared;

    public static SmRoom Empty(GpuMachine machine) => new()
    {
        _warps = machine.Warps,
        _blocks = machine.Micro.ResidentBlocks,
        _registers = (long)machine.Gpu.Sm.Registers.BaseValue / 4,
        _shared = (long)machine.Gpu.Sm.Shared.BaseValue,
    };

    /// <summary>Takes room for a block if there is enough.</summary>
    public bool TryTake(in BlockNeeds needs)
    {
        if (_warps < needs.Warps || _blocks < 1 || _registers < needs.Registers || _shared < needs.Shared) return false;
        _warps -= needs.Warps;
        _blocks--;
        _registers -= needs.Registers;
        _shared -= needs.Shared;
        return true;
    }

    public void GiveBack(in BlockNeeds needs)
    {
        _warps += needs.Warps;
        _blocks++;
        _registers += needs.Registers;
        _shared += needs.Shared;
    }
}
