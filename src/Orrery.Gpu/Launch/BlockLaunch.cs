namespace Orrery.Gpu.Launch;

/// <summary>A block on its way to a multiprocessor.</summary>
/// <param name="Time">Cycle in which it starts.</param>
/// <param name="X">Place in the grid.</param>
/// <param name="Y">Place in the grid.</param>
internal readonly record struct BlockLaunch(long Time, int X, int Y);

/// <summary>A block that has ended.</summary>
/// <param name="Time">Cycle in which the scheduler hears of it.</param>
/// <param name="Sm">Where there is room now.</param>
internal readonly record struct BlockDone(long Time, int Sm);
