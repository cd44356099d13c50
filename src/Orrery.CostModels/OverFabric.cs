using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels;

/// <summary>A cost model that lets collectives run over a given fabric instead of the one that follows from the GPU's data sheet.</summary>
/// <param name="inner">The model; one that knows no fabrics answers as it always does.</param>
/// <param name="fabric">The fabric.</param>
public sealed class OverFabric(IOperatorCost inner, Fabric fabric) : IOperatorCost
{
    public string Fidelity => inner.Fidelity;

    public IReadOnlyList<string> NotModelled => inner.NotModelled;

    public OperatorCost Cost(Operator work, Gpu gpu) => work is Collective collective && inner is ICollectiveCost between
        ? between.Cost(collective, gpu, fabric) : inner.Cost(work, gpu);

    public OperatorCost Cost(Operator work, Gpu gpu, CancellationToken stop) =>
        work is Collective && inner is ICollectiveCost ? Cost(work, gpu) : inner.Cost(work, gpu, stop);
}
