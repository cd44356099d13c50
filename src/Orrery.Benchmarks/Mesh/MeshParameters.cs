namespace Orrery.Benchmarks.Mesh;

/// <summary>The parameters of the mesh model.</summary>
/// <param name="Columns">Routers in x.</param>
/// <param name="Rows">Routers in y.</param>
/// <param name="Rate">Injections a router in 1000 ticks.</param>
/// <param name="Depth">Places of an input buffer.</param>
/// <param name="EndTick">The last tick; injection ends at half of it.</param>
public sealed record MeshParameters(int Columns, int Rows, ulong Rate, int Depth, long EndTick);
