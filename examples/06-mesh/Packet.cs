namespace Orrery.Examples.SmallMesh;

/// <summary>What travels through the mesh.</summary>
internal readonly record struct Packet(int X, int Y, long Born);
