namespace Orrery.Gpu.Activity;

/// <summary>A time in which a place on a multiprocessor held blocks.</summary>
/// <param name="Sm">Number of the multiprocessor.</param>
/// <param name="Slot">Place on it; -1 for all places together.</param>
/// <param name="Kernel">Number of the kernel in the simulation.</param>
/// <param name="Start">Cycle in which the first warps started.</param>
/// <param name="End">Cycle after the last exit.</param>
/// <param name="Blocks">Blocks that it stands for: 1, or those that followed when a kernel had too many to tell apart.</param>
/// <param name="X">Place of the first of them in the grid.</param>
/// <param name="Y">Place of the first of them in the grid.</param>
/// <param name="Z">Place of the first of them in the grid.</param>
public readonly record struct BlockSpan(int Sm, int Slot, int Kernel, long Start, long End, long Blocks, int X, int Y, int Z);
