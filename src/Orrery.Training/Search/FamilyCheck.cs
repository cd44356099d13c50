using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Training.Search;

/// <summary>
/// The checks of <see cref="PlanCheck"/> on a whole family at once, in whole numbers and without words: it refuses exactly the plans of
/// which the former finds something wrong, and those that are the same as another one.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="cluster">Any of the clusters that the space uses; they differ in their nodes alone.</param>
/// <param name="space">The space.</param>
internal sealed class FamilyCheck(TransformerModel model, Cluster cluster, PlanSpace space)
{
    /// <summary>The first thing that is wrong.</summary>
    public Refusal Of(in PlanFamily family)
    {
        int data = family.Data;
        if (data == 0 || (space.Data.Count > 0 && !space.Data.Contains(data)) || !RanksFit(family, data))
        {
            return Refusal.Ranks;
        }

        if (!ModelFits(family))
        {
            return Refusal.Model;
        }

        long round = (long)family.MicroBatch * data;
        if (space.Common.GlobalBatch % round != 0)
        {
            return Refusal.Batch;
        }

        IPipelineSchedule schedule = ScheduleCatalogue.Find(family.Schedule, family.VirtualStages)!;
        PipelineShape shape = new(family.Pipeline, (int)(space.Common.GlobalBatch / round), family.VirtualStages);
        return schedule.Refuses(shape) is not null ? Refusal.Schedule : Repeats(family.Schedule, shape) ? Refusal.Repeat : Refusal.None;
    }

    // Schedules that give the very same order as another one of the space: where a stage is alone, interleaving and ZB-H1 are 1F1B; where a
    // micro-batch is, GPipe is; interleaving of one chunk is GPipe where all micro-batches are one group.
    private bool Repeats(string schedule, PipelineShape shape) => schedule switch
    {
        "auto" => space.Schedule.Contains(shape.Chunks > 1 ? "interleaved" : "1f1b"),
        "interleaved" => (shape is { Stages: 1, Chunks: 1 } && Alternates)
            || (shape.Chunks == 1 && shape.MicroBatches == shape.Stages && space.Schedule.Contains("gpipe")),
        "zb-h1" => shape.Stages == 1 && Alternates,
        "gpipe" => shape.MicroBatches == 1 && Alternates,
        _ => false,
    };

    // Whether 1F1B is in the space, by whichever name.
    private bool Alternates => space.Schedule.Contains("1f1b") || space.Schedule.Contains("auto");

    private bool RanksFit(in PlanFamily family, int data) =>
        (family.Tensor <= cluster.GpusPerNode || family.Tensor % cluster.GpusPerNode == 0)
        && (long)family.Tensor * data * family.Context / ExpertTensor(family) % family.Expert == 0
        && !(space.Common.SplitExperts == false && !family.SequenceParallel && family.Tensor > 1)
        && !(family.SequenceParallel && family.Tensor == 1);

    private int ExpertTensor(in PlanFamily family) =>
        (space.Common with { Tensor = family.Tensor, SequenceParallel = family.SequenceParallel }).ExpertTensor;

    private bool ModelFits(in PlanFamily family)
    {
        int tensor = family.Tensor;
        bool widths = model.Heads % tensor == 0 && model.Hidden % tensor == 0 && model.Intermediate % tensor == 0
            && (model.KvHeads % tensor == 0 || tensor % model.KvHeads == 0);
        bool sequence = space.Common.Sequence % ((long)family.Context * (family.SequenceParallel ? tensor : 1)) == 0;
        bool experts = family.Expert == 1 || (model.Experts is { } mixture && mixture.Count % family.Expert == 0);
        return widths && sequence && experts && (long)family.Pipeline * family.VirtualStages <= model.Layers;
    }
}
