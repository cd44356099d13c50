using Orrery.Hardware;

namespace Orrery.Training.Clusters;

/// <summary>Nodes of one kind in a cluster. Nodes of the first group hold the lowest ranks.</summary>
/// <param name="Gpu">The GPU in every one of them.</param>
/// <param name="Nodes">How many there are.</param>
public sealed record NodeGroup(Gpu Gpu, int Nodes);
