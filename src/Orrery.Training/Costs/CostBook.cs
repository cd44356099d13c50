using System.Collections.Concurrent;
using Orrery.CostModels;
using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Work;
using Orrery.Workloads.Models;

namespace Orrery.Training.Costs;

/// <summary>
/// Remembers what a model's parts cost on a cluster, by shape of the work: many plans share one shape, since pipeline, schedule and batch
/// change nothing in it. Safe for several threads.
/// </summary>
/// <param name="operators">The cost model.</param>
/// <param name="model">The model.</param>
/// <param name="cluster">The cluster.</param>
public sealed class CostBook(IOperatorCost operators, TransformerModel model, Cluster cluster)
{
    private readonly ConcurrentDictionary<(ModelCosts, ChunkContent, int), PartCosts> _chunks = [];
    private readonly ConcurrentDictionary<(WorkShape Shape, Gpu Gpu), ModelCosts> _known = [];

    /// <summary>The model.</summary>
    public TransformerModel Model => model;

    /// <summary>The cluster.</summary>
    public Cluster Cluster => cluster;

    /// <summary>The cost model.</summary>
    public IOperatorCost Operators => operators;

    /// <summary>Shapes that have been priced.</summary>
    public int Count => _known.Count;

    /// <summary>What a chunk of layers costs, remembered.</summary>
    internal PartCosts Chunk(ModelCosts costs, ChunkContent content, int recomputeLayers, Func<PartCosts> make) =>
        _chunks.TryGetValue((costs, content, recomputeLayers), out PartCosts? known) ? known
            : _chunks.GetOrAdd((costs, content, recomputeLayers), _ => make());

    /// <summary>What the parts cost in a shape on one kind of GPU.</summary>
    public ModelCosts Of(WorkShape shape, Gpu gpu) => _known.TryGetValue((shape, gpu), out ModelCosts? known) ? known
        : _known.GetOrAdd((shape, gpu), key => new ModelCosts(model, key.Shape, new TaskPricer(operators, cluster, key.Gpu, key.Shape)));
}
