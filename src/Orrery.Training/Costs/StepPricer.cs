using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Software;
using Orrery.Training.Work;

namespace Orrery.Training.Costs;

/// <summary>Prices a plan: its chunks, messages between stages, and what comes once a step.</summary>
/// <param name="book">Remembers what parts cost.</param>
public sealed class StepPricer(CostBook book)
{
    /// <summary>The costs of a plan that has been checked, its data-parallel ranks known.</summary>
    public StepCosts Of(Plan plan)
    {
        WorkShape shape = WorkShape.Of(plan);
        SoftwareStack software = shape.Software;
        ChunkContent[] contents = StageLayout.Of(book.Model, plan);
        ModelCosts[] stages = [.. Enumerable.Range(0, plan.Pipeline).Select(stage => book.Of(shape, SlowestOf(plan, stage)))];
        MessageCost message = new(book.Cluster, shape, plan, book.Model.Hidden);
        ClosingPricer closing = new(book, plan, shape);
        PartCosts[] chunks = Chunks(plan, shape, contents, stages);
        return new StepCosts
        {
            Shape = new PipelineShape(plan.Pipeline, plan.MicroBatches, plan.VirtualStages),
            Chunks = chunks,
            MessageTicks = Messages(plan, message, stages),
            MessageBytes = message.Bytes,
            OverlapMessages = plan.OverlapPipeline ?? software.OverlapPipeline,
            Closing = Closings(plan, closing, contents, stages),
        };
    }

    /// <summary>
    /// The GPU that sets the pace of a stage: the one with the lowest peak among its ranks of all replicas, which wait for each other.
    /// </summary>
    public Gpu SlowestOf(Plan plan, int stage)
    {
        Cluster cluster = book.Cluster;
        if (cluster.Groups.Count == 1)
        {
            return cluster.Gpu;
        }

        int width = new RankOrder(plan).PipelineStride;
        string rate = PlanFormats.Of(plan.Format).Rate;
        return Enumerable.Range(0, (width + cluster.GpusPerNode - 1) / cluster.GpusPerNode)
            .Select(node => cluster.GpuOf(Math.Min((stage * width) + (node * cluster.GpusPerNode), ((stage + 1) * width) - 1)))
            .MinBy(gpu => gpu.Peak.Of(rate)?.PerSecond ?? 0)!;
    }

    // Stages that are alike share one object.
    private ClosingCosts[] Closings(Plan plan, ClosingPricer closing, ChunkContent[] contents, ModelCosts[] stages)
    {
        ClosingCosts[] costs = new ClosingCosts[plan.Pipeline];
        for (int stage = 0; stage < costs.Length; stage++)
        {
            ReadOnlySpan<ChunkContent> own = contents.AsSpan(stage * plan.VirtualStages, plan.VirtualStages);
            bool alike = stage > 1 && stage < costs.Length - 1 && stages[stage] == stages[stage - 1]
                && own.SequenceEqual(contents.AsSpan((stage - 1) * plan.VirtualStages, plan.VirtualStages));
            costs[stage] = alike ? costs[stage - 1] : closing.Of(stage, own, stages[stage].Pricer, SlowestOf(plan, stage));
        }

        return costs;
    }

    // Within a node and between nodes, a message takes the same time wherever it is.
    private static long[] Messages(Plan plan, MessageCost message, ModelCosts[] stages)
    {
        long[] ticks = new long[plan.Pipeline];
        for (int stage = 0; stage < ticks.Length; stage++)
        {
            bool alike = stage > 0 && stage < ticks.Length - 1 && stages[stage] == stages[stage - 1]
                && message.Inside(stage) == message.Inside(stage - 1);
            ticks[stage] = alike ? ticks[stage - 1] : message.Ticks(stage, stages[stage].Pricer);
        }

        return ticks;
    }

    // Equal chunks share one object.
    private PartCosts[] Chunks(Plan plan, WorkShape shape, ChunkContent[] contents, ModelCosts[] stages)
    {
        Dictionary<(ModelCosts, ChunkContent), PartCosts> known = [];
        PartCosts[] chunks = new PartCosts[contents.Length];
        for (int index = 0; index < contents.Length; index++)
        {
            ModelCosts costs = stages[index / plan.VirtualStages];
            if (!known.TryGetValue((costs, contents[index]), out PartCosts? chunk))
            {
                chunk = Chunk(plan, shape, contents[index], costs, SlowestOf(plan, index / plan.VirtualStages));
                known.Add((costs, contents[index]), chunk);
            }

            chunks[index] = chunk;
        }

        return chunks;
    }

    /// <summary>A chunk of layers on a GPU with all that streams beside it.</summary>
    internal PartCosts Chunk(Plan plan, WorkShape shape, ChunkContent content, ModelCosts costs, Gpu gpu)
    {
        LayerStreams streams = new(book, plan, shape, gpu);
        return streams.Any ? Chunk(plan, content, costs, layer => streams.Beside(layer, costs.Pricer))
            : book.Chunk(costs, content, plan.RecomputeLayers, () => Chunk(plan, content, costs, layer => layer));
    }

    /// <summary>A chunk of layers.</summary>
    /// <param name="plan">Tells which layers are computed again.</param>
    /// <param name="content">What stands in it.</param>
    /// <param name="costs">What the parts cost.</param>
    /// <param name="beside">Puts beside a layer what streams beside it.</param>
    internal static PartCosts Chunk(Plan plan, ChunkContent content, ModelCosts costs, Func<PartCosts, PartCosts> beside)
    {
        int experts = content.Layers - content.Dense;
        int again = plan.RecomputeLayers == 0 ? experts : Math.Min(plan.RecomputeLayers, experts);
        PartCosts chunk = Rows(costs.DenseLayer, content.Dense).Then(Rows(costs.Layer, again)).Then(Rows(costs.PlainLayer, experts - again));
        PartCosts Rows(PartCosts layer, int count) => count == 0 ? PartCosts.Empty : beside(layer).Times(count);

        chunk = content.Embedding ? costs.Embedding.Then(chunk) : chunk;
        return content.Head ? chunk.Then(costs.Head) : chunk;
    }
}
