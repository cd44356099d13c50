namespace Orrery.Training.Plans;

/// <summary>Where a rank stands in every group.</summary>
/// <param name="Tensor">Its place among tensor-parallel ranks.</param>
/// <param name="Context">Among context-parallel ranks.</param>
/// <param name="Data">Among data-parallel ranks.</param>
/// <param name="Stage">Its pipeline stage.</param>
public readonly record struct RankPlace(int Tensor, int Context, int Data, int Stage);

/// <summary>
/// The order of ranks: tensor-parallel ranks are neighbours, then come context-, data- and pipeline-parallel ones, as in Megatron-LM.
/// Expert-parallel ranks are neighbours among context- and data-parallel ones, and among tensor-parallel ones where each has whole experts.
/// </summary>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
public sealed class RankOrder(Plan plan)
{
    /// <summary>Distance of two neighbours of a context-parallel group.</summary>
    public int ContextStride => plan.Tensor;

    /// <summary>Distance of two neighbours of a data-parallel group.</summary>
    public int DataStride => plan.Tensor * plan.Context;

    /// <summary>Distance of two neighbours of the group that holds the same weights: data- and context-parallel ranks together.</summary>
    public int ReplicaStride => plan.Tensor;

    /// <summary>Distance of a stage to the next.</summary>
    public int PipelineStride => plan.Tensor * plan.Context * plan.Data;

    /// <summary>GPUs of the plan.</summary>
    public int Ranks => PipelineStride * plan.Pipeline;

    /// <summary>Where a rank stands.</summary>
    public RankPlace PlaceOf(int rank) => new(
        rank % plan.Tensor, rank / ContextStride % plan.Context, rank / DataStride % plan.Data, rank / PipelineStride);

    /// <summary>The rank of a place.</summary>
    public int RankOf(RankPlace place) =>
        place.Tensor + (place.Context * ContextStride) + (place.Data * DataStride) + (place.Stage * PipelineStride);
}
