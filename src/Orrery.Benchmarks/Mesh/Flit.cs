namespace Orrery.Benchmarks.Mesh;

/// <summary>What travels through the mesh.</summary>
/// <param name="Source">The router that injected it, by number.</param>
/// <param name="X">Destination column.</param>
/// <param name="Y">Destination row.</param>
/// <param name="Born">The tick of its injection.</param>
public readonly record struct Flit(int Source, short X, short Y, long Born);
