using Orrery.Hardware;
using Orrery.Training.Costs;
using Orrery.Training.Plans;

namespace Orrery.Training.Search;

/// <summary>Stages of a pipeline that hold the same on the same kind of GPU.</summary>
/// <param name="First">The first of them: it holds the most micro-batches at once.</param>
/// <param name="Contents">What stands in its chunks.</param>
/// <param name="Gpu">The GPU that sets its pace.</param>
internal sealed record StageKind(int First, ChunkContent[] Contents, Gpu Gpu);

/// <summary>The kinds of stages of a pipeline: mostly the first stage, the last one, and one or two between them.</summary>
internal sealed class StageKinds
{
    /// <param name="book">Model and cluster.</param>
    /// <param name="plan">Any plan of this pipeline on these GPUs.</param>
    public StageKinds(CostBook book, Plan plan)
    {
        ChunkContent[] contents = StageLayout.Of(book.Model, plan);
        StepPricer pricer = new(book);
        List<StageKind> kinds = [];
        KindOf = new int[plan.Pipeline];
        for (int stage = 0; stage < plan.Pipeline; stage++)
        {
            ReadOnlySpan<ChunkContent> own = contents.AsSpan(stage * plan.VirtualStages, plan.VirtualStages);
            Gpu gpu = pricer.SlowestOf(plan, stage);
            if (kinds.Count == 0 || !own.SequenceEqual(kinds[^1].Contents) || kinds[^1].Gpu != gpu)
            {
                kinds.Add(new StageKind(stage, own.ToArray(), gpu));
            }

            KindOf[stage] = kinds.Count - 1;
        }

        All = [.. kinds];
    }

    /// <summary>The kinds.</summary>
    public StageKind[] All { get; }

    /// <summary>The kind of each stage.</summary>
    public int[] KindOf { get; }
}
