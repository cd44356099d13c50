using System.Collections.Concurrent;
using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Work;

namespace Orrery.Training.Search;

/// <summary>
/// What plans of a space cost on one cluster, each part remembered by no more than it depends on, so that most plans are put together of
/// known parts. Safe for several threads.
/// </summary>
/// <param name="book">Model and cluster.</param>
internal sealed class SearchCosts(CostBook book)
{
    // Orders of tasks that are kept in all: 12 bytes each.
    private const int MostTasks = 4_000_000;

    private readonly ConcurrentDictionary<(int, int), StageKinds> _kinds = [];
    private readonly ConcurrentDictionary<(StageKinds, WorkShape), ModelCosts[]> _models = [];
    private readonly ConcurrentDictionary<(int, int, int, int, int), long[]> _messages = [];
    private readonly ConcurrentDictionary<(int, int, int, int, bool, string), WorkShape> _shapes = [];
    private readonly ConcurrentDictionary<(StageKinds, int, int, int, int, int, string), ClosingCosts[]> _closing = [];
    private readonly ConcurrentDictionary<(StageKinds, int Tensor, int Expert, int ExpertTensor), ParameterCount[]> _parameters = [];
    private readonly ConcurrentDictionary<(ModelCosts, ChunkContent, int, int, string, string), PartCosts> _streamed = [];
    private readonly ConcurrentDictionary<(ModelCosts, int, int, int, string, string), PartCosts> _layers = [];
    private readonly ConcurrentDictionary<(IPipelineSchedule, PipelineShape), PipelineTask[][]> _orders = [];
    private readonly StepPricer _pricer = new(book);
    private int _tasks;

    /// <summary>Model and cluster.</summary>
    public CostBook Book => book;

    /// <summary>How the work of a plan is split.</summary>
    public WorkShape Shape(Plan plan)
    {
        var key = (plan.Tensor, plan.Context, plan.Expert, plan.MicroBatch, plan.SequenceParallel, plan.Recompute);
        return _shapes.TryGetValue(key, out WorkShape? shape) ? shape : _shapes.GetOrAdd(key, WorkShape.Of(plan));
    }

    /// <summary>The kinds of stages of a plan.</summary>
    public StageKinds Kinds(Plan plan) => _kinds.TryGetValue((plan.Pipeline, plan.VirtualStages), out StageKinds? kinds) ? kinds
        : _kinds.GetOrAdd((plan.Pipeline, plan.VirtualStages), new StageKinds(book, plan));

    /// <summary>What the parts of the model cost on the GPU of each kind of stage, without the parts of tasks, of which there would be too many to keep.</summary>
    public ModelCosts[] Models(StageKinds kinds, WorkShape shape) => _models.TryGetValue((kinds, shape), out ModelCosts[]? models) ? models
        : _models.GetOrAdd((kinds, shape), _ => [.. kinds.All.Select(kind => book.Of(shape, kind.Gpu).Bare)]);

    /// <summary>Parameters of each kind of stage on one device.</summary>
    public ParameterCount[] Parameters(Plan plan, StageKinds kinds, WorkShape shape)
    {
        var key = (kinds, plan.Tensor, plan.Expert, plan.ExpertTensor);
        return _parameters.TryGetValue(key, out ParameterCount[]? counts) ? counts : _parameters.GetOrAdd(key, _ =>
        {
            ClosingPricer closing = new(book, plan, shape);
            return [.. kinds.All.Select(kind =>
                kind.Contents.Aggregate(default(ParameterCount), (sum, content) => sum + closing.Parameters(content)))];
        });
    }

    /// <summary>Ticks of a message from each stage to the next.</summary>
    public long[] Messages(Plan plan, StageKinds kinds, WorkShape shape)
    {
        var key = (plan.Pipeline, plan.Tensor, plan.Context, plan.MicroBatch, plan.SequenceParallel ? 1 : 0);
        return _messages.TryGetValue(key, out long[]? ticks) ? ticks : _messages.GetOrAdd(key, _ =>
        {
            MessageCost message = new(book.Cluster, shape, plan, book.Model.Hidden);
            ModelCosts[] models = Models(kinds, shape);
            return [.. kinds.KindOf.Select((kind, stage) => message.Ticks(stage, models[kind].Pricer))];
        });
    }

    /// <summary>What each kind of stage does once a step.</summary>
    public ClosingCosts[] Closing(Plan plan, StageKinds kinds, WorkShape shape)
    {
        var key = (kinds, plan.Tensor, plan.Context, plan.Expert, plan.ExpertTensor, plan.Zero, plan.OptimizerAt);
        return _closing.TryGetValue(key, out ClosingCosts[]? costs) ? costs : _closing.GetOrAdd(key, _ =>
        {
            ClosingPricer closing = new(book, plan, shape);
            return [.. kinds.All.Select(kind => closing.Of(kind.First, kind.Contents, book.Of(shape, kind.Gpu).Pricer, kind.Gpu))];
        });
    }

    /// <summary>What the chunks of each kind of stage cost.</summary>
    public PartCosts[][] Chunks(Plan plan, StageKinds kinds, WorkShape shape, ModelCosts[] models)
    {
        PartCosts[][] chunks = new PartCosts[kinds.All.Length][];
        for (int kind = 0; kind < chunks.Length; kind++)
        {
            StageKind stage = kinds.All[kind];
            PartCosts[] parts = chunks[kind] = new PartCosts[stage.Contents.Length];
            for (int chunk = 0; chunk < parts.Length; chunk++)
            {
                parts[chunk] = chunk > 0 && stage.Contents[chunk] == stage.Contents[chunk - 1] ? parts[chunk - 1]
                    : Chunk(plan, shape, stage, chunk, models[kind]);
            }
        }

        return chunks;
    }

    private PartCosts Chunk(Plan plan, WorkShape shape, StageKind stage, int chunk, ModelCosts costs)
    {
        // Replicas and places matter where something streams beside the layers.
        bool streams = plan.Zero >= 2 || plan.WeightsAt != "gpu" || plan.ActivationsAt != "gpu";
        var key = (costs, stage.Contents[chunk], streams ? plan.Data : 0, plan.Zero >= 2 ? plan.Zero : 0, plan.WeightsAt, plan.ActivationsAt);
        return _streamed.TryGetValue(key, out PartCosts? part) ? part : _streamed.GetOrAdd(key, _ => !streams
            ? _pricer.Chunk(plan, shape, stage.Contents[chunk], costs, stage.Gpu)
            : StepPricer.Chunk(plan, stage.Contents[chunk], costs, layer => Layer(layer, plan, shape, stage, costs)));
    }

    // A model has three sorts of layer at most: they are told apart by their objects.
    private PartCosts Layer(PartCosts layer, Plan plan, WorkShape shape, StageKind stage, ModelCosts costs)
    {
        int sort = ReferenceEquals(layer, costs.Layer) ? 0 : ReferenceEquals(layer, costs.PlainLayer) ? 1 : 2;
        var key = (costs, sort, plan.Data, plan.Zero >= 2 ? plan.Zero : 0, plan.WeightsAt, plan.ActivationsAt);
        return _layers.TryGetValue(key, out PartCosts? known) ? known
            : _layers.GetOrAdd(key, _ => new LayerStreams(book, plan, shape, stage.Gpu).Beside(layer, costs.Pricer));
    }

    /// <summary>The tasks of all stages in order.</summary>
    public PipelineTask[][] Orders(IPipelineSchedule schedule, PipelineShape shape)
    {
        if (_orders.TryGetValue((schedule, shape), out PipelineTask[][]? known))
        {
            return known;
        }

        PipelineTask[][] orders = [.. Enumerable.Range(0, shape.Stages).Select(stage => schedule.Tasks(stage, shape).ToArray())];
        int tasks = orders.Sum(order => order.Length);
        if (Interlocked.Add(ref _tasks, tasks) <= MostTasks)
        {
            _ = _orders.TryAdd((schedule, shape), orders);
        }
        else
        {
            _ = Interlocked.Add(ref _tasks, -tasks);
        }

        return orders;
    }
}
