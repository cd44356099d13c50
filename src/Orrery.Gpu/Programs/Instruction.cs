namespace Orrery.Gpu.Programs;

/// <summary>A template of warp instructions. Register groups are numbers from 0 to 59.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Writes">Register groups that it writes, one bit each.</param>
/// <param name="Reads">Register groups that it reads, one bit each.</param>
/// <param name="Pattern">Place of its address pattern in the program; -1 without.</param>
/// <param name="Argument">
/// Tensor core: multiply-adds of the instruction on a sub-partition. Barrier: its number, 0 to 15. Wait: groups that may still be on their way.
/// </param>
/// <param name="Count">Barrier: warps that meet there; 0 for all of the block. Asynchronous tensor core: bytes read from shared memory.</param>
/// <param name="Format">Tensor core: the number format of the factors.</param>
/// <param name="Signal">What it does with mbarriers; null for nothing.</param>
public readonly record struct Instruction(
    Operation Operation, ulong Writes = 0, ulong Reads = 0, int Pattern = -1, int Argument = 0, int Count = 0, string? Format = null,
    PhaseSignal? Signal = null);
