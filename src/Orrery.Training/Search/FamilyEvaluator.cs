using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Work;

namespace Orrery.Training.Search;

/// <summary>Memory and costs of the plans of one family that can run.</summary>
internal sealed class FamilyEvaluator
{
    private readonly SearchCosts _costs;
    private readonly PlanSpace _space;
    private readonly Plan _first;
    private readonly WorkShape _shape;
    private readonly StageKinds _kinds;
    private readonly ModelCosts[] _models;
    private readonly IPipelineSchedule _schedule;
    private readonly PipelineShape _pipeline;
    private readonly ParameterCount[] _parameters;
    private readonly long[] _messages;
    private readonly LayerBytes[] _layers;
    private readonly (double Bytes, double MicroBatches)[] _held;

    /// <param name="costs">What parts cost on the cluster of the family.</param>
    /// <param name="space">The space.</param>
    /// <param name="family">A family that <see cref="FamilyCheck"/> does not refuse.</param>
    public FamilyEvaluator(SearchCosts costs, PlanSpace space, in PlanFamily family)
    {
        (_costs, _space, _first) = (costs, space, family.Over(space.Common));
        _shape = costs.Shape(_first);
        _kinds = costs.Kinds(_first);
        _models = costs.Models(_kinds, _shape);
        _schedule = ScheduleCatalogue.Find(family.Schedule, family.VirtualStages)!;
        _pipeline = new PipelineShape(family.Pipeline, _first.MicroBatches, family.VirtualStages);
        _parameters = costs.Parameters(_first, _kinds, _shape);
        _messages = costs.Messages(_first, _kinds, _shape);
        _layers = new LayerBytes[_models.Length];
        for (int kind = 0; kind < _layers.Length; kind++)
        {
            _layers[kind] = MemoryModel.Layer(costs.Book.Model, _first, _shape, _models[kind],
                TierRooms.Of(costs.Book.Cluster, _kinds.All[kind].Gpu));
        }

        _held = Held();
    }

    /// <summary>A plan of the family.</summary>
    public Plan Variant(int variant) => _space.Variant(_first, variant);

    /// <summary>What a plan takes of each tier, as the run of the plan tells it.</summary>
    public PlanMemory Memory(Plan plan)
    {
        PlanMemory all = default;
        for (int kind = 0; kind < _held.Length; kind++)
        {
            all = all.With(MemoryModel.Use(plan, _kinds.All[kind].First, _parameters[kind], _layers[kind], _held[kind]));
        }

        return all;
    }

    /// <summary>What everything of a plan costs.</summary>
    public FoldedCosts Costs(Plan plan) => new()
    {
        Shape = _pipeline,
        Schedule = _schedule,
        KindOf = _kinds.KindOf,
        Chunks = _costs.Chunks(plan, _kinds, _shape, _models),
        Closing = _costs.Closing(plan, _kinds, _shape),
        Messages = _messages,
        OverlapMessages = plan.OverlapPipeline ?? _shape.Software.OverlapPipeline,
    };

    /// <summary>Ticks of the step of a plan.</summary>
    public long Ticks(Plan plan, StepClock clock)
    {
        FoldedCosts costs = Costs(plan);
        return clock.Ticks(costs, _costs.Orders(_schedule, _pipeline));
    }

    // What each kind of stage holds at once; nothing that streams beside layers changes what they keep. The first stage of a kind holds
    // most.
    private (double Bytes, double MicroBatches)[] Held()
    {
        PipelineTask[][] orders = _costs.Orders(_schedule, _schedule.Shortest(_pipeline));
        PartCosts[][] chunks = _costs.Chunks(_first with { Zero = 0, WeightsAt = "gpu", ActivationsAt = "gpu" }, _kinds, _shape, _models);
        (double, double)[] held = new (double, double)[chunks.Length];
        for (int kind = 0; kind < held.Length; kind++)
        {
            double[] kept = [.. chunks[kind].Select(chunk => chunk.Kept)];
            held[kind] = MemoryModel.Peak(orders[_kinds.All[kind].First], kept);
        }

        return held;
    }
}
