using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Traces.Schema;
using Orrery.Training.Work;
using Orrery.Workloads.Formats;

namespace Orrery.Training.Traces.Writing;

/// <summary>Bytes of gradients and weights that ranks exchange once a step.</summary>
/// <param name="book">Model and cluster.</param>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
internal sealed class ExchangeSizes(CostBook book, Plan plan)
{
    private readonly WorkShape _shape = WorkShape.Of(plan);
    private readonly ChunkContent[] _contents = StageLayout.Of(book.Model, plan);
    private readonly ClosingPricer _pricer = new(book, plan, WorkShape.Of(plan));

    /// <summary>What is done with gradients.</summary>
    public CollectiveCommType ReduceType => plan.Zero == 0 ? CollectiveCommType.AllReduce : CollectiveCommType.ReduceScatter;

    /// <summary>Gradients of a chunk.</summary>
    public long Reduce(int stage, int chunk) =>
        (long)(Parameters(stage, chunk) * FormatCatalogue.Find(plan.GradientFormat ?? _shape.Software.GradientWire)!.Bytes);

    /// <summary>Gradients of a stage.</summary>
    public long ReduceAll(int stage) => Enumerable.Range(0, plan.VirtualStages).Sum(chunk => Reduce(stage, chunk));

    /// <summary>A rank's own part of the weights of a chunk.</summary>
    public long Gather(int stage, int chunk) => (long)(Parameters(stage, chunk) * _shape.Plain.Bytes / (plan.Data * plan.Context));

    /// <summary>A rank's own part of the weights of a stage.</summary>
    public long GatherAll(int stage) => Enumerable.Range(0, plan.VirtualStages).Sum(chunk => Gather(stage, chunk));

    /// <summary>Gradients of the table that the first and the last stage share.</summary>
    public long Tied => (long)((double)book.Model.Vocabulary / plan.Tensor * book.Model.Hidden * _shape.Gradients.Bytes);

    private double Parameters(int stage, int chunk) => _pricer.Parameters(_contents[(stage * plan.VirtualStages) + chunk]).All;
}
