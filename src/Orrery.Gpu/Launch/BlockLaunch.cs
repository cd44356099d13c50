namespace Orrery.Gpu.Launch;

/// <summary>A block on its way to a multiprocessor.</summary>
/// <param name="Time">Cycle in which it starts.</param>
/// <param name="X">Place in the grid.</param>
/// <param name="Y">Place in the grid.</param>
/// <param name="Z">Place in the grid.</param>
/// <param name="Kernel">Which of the kernels of a simulation it belongs to.</param>
/// <param name="Cluster">Number of its cluster among all of the simulation; -1 for a block on its own.</param>
internal readonly record struct BlockLaunch(long Time, int X, int Y, int Z, int Kernel, int Cluster);

/// <summary>A block that has ended.</summary>
/// <param name="Time">Cycle in which the scheduler hears of it.</param>
/// <param name="Sm">Where there is room now.</param>
/// <param name="Kernel">Which of the kernels of a simulation it belonged to.</param>
internal readonly record struct BlockDone(long Time, int Sm, int Kernel);
