using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels;

/// <summary>Tells how long a collective takes over a given fabric. Without one, the fabric follows from the GPU's data sheet.</summary>
public interface ICollectiveCost
{
    /// <summary>The cost of a collective. <see cref="Fabric.Refuses"/> must have nothing against its ranks.</summary>
    OperatorCost Cost(Collective work, Gpu gpu, Fabric fabric);
}
