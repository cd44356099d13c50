namespace Orrery.Benchmarks.Gpu;

/// <summary>A request of a warp on its way to a slice and back.</summary>
/// <param name="Draw">The random number that decides slice and hit.</param>
/// <param name="Core">Where the answer goes.</param>
/// <param name="Warp">Whose it is.</param>
public readonly record struct MemoryRequest(ulong Draw, int Core, int Warp);
