using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>Tiles on their way from global to shared memory: asynchronous copies, or loads into registers that are stored later.</summary>
/// <param name="program">Takes the instructions.</param>
/// <param name="isAsynchronous">Whether the machine copies asynchronously.</param>
/// <param name="held">Loads of a warp that are on their way already.</param>
internal sealed class TileTransfer(ProgramBuilder program, bool isAsynchronous, int held = 0)
{
    private int _held = held;

    /// <summary>Asks for tiles; the warps' addresses are computed first.</summary>
    public void Issue(IEnumerable<AddressPattern> patterns)
    {
        AddressPattern[] all = [.. patterns];
        for (int at = 0; at < all.Length; at++)
        {
            _ = program.Math(Operation.Int, 0, Address);
            if (isAsynchronous) _ = program.Memory(Operation.CopyAsync, all[at], reads: Address);
            else _ = program.Memory(Operation.LoadGlobal, all[at], writes: at == all.Length - 1 ? Passing : 0, reads: Address);
        }
        if (isAsynchronous) _ = program.Commit();
        else _held += all.Length;
    }

    /// <summary>Waits until what was asked for is there for all warps.</summary>
    public void Arrive()
    {
        if (isAsynchronous)
        {
            _ = program.Wait(0).Barrier();
            return;
        }
        _ = program.Barrier();
        for (int at = 0; at < _held; at++) _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 16), reads: Passing);
        _held = 0;
        _ = program.Barrier();
    }
}
