using Orrery.Hardware;
using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Work;
using Orrery.Workloads.Models;

namespace Orrery.Training.Memory;

/// <summary>
/// Bytes of the devices of each stage, on them and away from them. State follows from the number of parameters and what is sharded
/// (Rajbhandari et al., ZeRO, SC 2020, arXiv 1910.02054, section 3); activations are those of the micro-batches that the schedule holds at
/// once (Korthikanti et al., arXiv 2205.05198, section 4).
/// </summary>
/// <param name="book">Model and cluster.</param>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
/// <param name="costs">What chunks keep.</param>
/// <param name="schedule">The order of tasks.</param>
public sealed class MemoryModel(CostBook book, Plan plan, StepCosts costs, IPipelineSchedule schedule)
{
    // The driver's context, libraries and their workspaces; NCCL's buffers for the groups of a device.
    private const double FixedBytes = 2.5e9;

    // Gaps between blocks of a caching allocator, of what comes and goes.
    private const double FragmentedPart = 0.05;

    private readonly WorkShape _shape = WorkShape.Of(plan);
    private readonly ChunkContent[] _contents = StageLayout.Of(book.Model, plan);
    private readonly PipelineShape _short = schedule.Shortest(costs.Shape);

    /// <summary>The use of each stage.</summary>
    public IReadOnlyList<MemoryUse> Stages() => [.. Enumerable.Range(0, plan.Pipeline).Select(Of)];

    /// <summary>The use of one stage.</summary>
    public MemoryUse Of(int stage)
    {
        ClosingPricer closing = new(book, plan, _shape);
        ParameterCount parameters = default;
        for (int chunk = 0; chunk < plan.VirtualStages; chunk++)
        {
            parameters += closing.Parameters(_contents[(stage * plan.VirtualStages) + chunk]);
        }

        return Use(plan, stage, parameters, Layer(stage), Activations(stage));
    }

    /// <summary>The use of a stage whose parameters and activations are known.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="parameters">Parameters of its chunks on one device.</param>
    /// <param name="layer">What one layer takes.</param>
    /// <param name="held">What <see cref="Activations"/> tells.</param>
    internal static MemoryUse Use(
        Plan plan, int stage, ParameterCount parameters, LayerBytes layer, (double Bytes, double MicroBatches) held)
    {
        double replicas = plan.Data * plan.Context;
        double sharded = (parameters.Shared / replicas) + (parameters.Experts / plan.ExpertReplicas);
        double Held(int from) => plan.Zero >= from ? sharded : parameters.All;
        double working = layer.Working + (plan.Zero == 3 ? layer.Parameters * StateSize.Weight(plan) * 2 : 0);
        double weights = Held(3) * StateSize.Weight(plan);
        double optimizer = Held(1) * StateSize.Optimizer(plan);
        // One layer's activations leave while the next ones are made; one layer's weights come while another one computes.
        double here = plan.ActivationsAt == "gpu" ? held.Bytes : Math.Min(held.Bytes, 2 * layer.Kept);
        return new MemoryUse(stage)
        {
            Weights = plan.WeightsAt == "gpu" ? weights : layer.Parameters * StateSize.Weight(plan) * 2,
            Gradients = Held(2) * StateSize.Gradient(plan),
            Optimizer = plan.OptimizerAt == "gpu" ? optimizer : 0,
            Activations = here,
            Buffers = working,
            Overhead = FixedBytes + (FragmentedPart * (here + working)),
            Capacity = layer.Rooms.Gpu,
            Host = Away("host", layer.Rooms.Host),
            Nvme = Away("nvme", layer.Rooms.Nvme),
            InFlight = held.MicroBatches,
        };

        AwayUse Away(string place, double room) => new(plan.WeightsAt == place ? weights : 0, plan.OptimizerAt == place ? optimizer : 0,
            plan.ActivationsAt == place ? held.Bytes - here : 0, room);
    }

    /// <summary>What one layer takes on a GPU.</summary>
    internal static LayerBytes Layer(TransformerModel model, Plan plan, WorkShape shape, ModelCosts parts, TierRooms rooms)
    {
        // While a layer runs backward, what it computes again is there as well, and the gradients of its widest array.
        double again = parts.PlainLayer.Kept - parts.Layer.Kept;
        double widest = (double)shape.Rows * Math.Max(model.Intermediate / plan.Tensor, model.Hidden) * shape.Plain.Bytes;
        double ring = shape.Context == 1 ? 0 : AttentionWork.WorkingBytes(model, shape);
        return new LayerBytes(parts.Layer.Kept, again + Math.Max(2 * widest, ring),
            ParameterCount.OfLayer(model, plan.Tensor, plan.Expert, plan.ExpertTensor, experts: true).All, rooms);
    }

    private LayerBytes Layer(int stage)
    {
        Gpu gpu = new StepPricer(book).SlowestOf(plan, stage);
        return Layer(book.Model, plan, _shape, book.Of(_shape, gpu), TierRooms.Of(book.Cluster, gpu));
    }

    /// <summary>Bytes of activations that a stage holds when it holds most, and chunks' micro-batches at that moment.</summary>
    public (double Bytes, double MicroBatches) Activations(int stage)
    {
        double[] kept = new double[costs.Shape.Chunks];
        for (int chunk = 0; chunk < kept.Length; chunk++)
        {
            kept[chunk] = costs.Of(stage, chunk).Kept;
        }

        return Peak(schedule.Tasks(stage, _short), kept);
    }

    /// <summary>What tasks hold at once when they hold most.</summary>
    /// <param name="tasks">The tasks of a stage in order.</param>
    /// <param name="kept">Bytes that a micro-batch keeps in each chunk.</param>
    internal static (double Bytes, double MicroBatches) Peak(IReadOnlyList<PipelineTask> tasks, ReadOnlySpan<double> kept)
    {
        double held = 0, most = 0;
        int count = 0, atMost = 0;
        for (int index = 0; index < tasks.Count; index++)
        {
            PipelineTask task = tasks[index];
            if (task.Kind == TaskKind.Forward)
            {
                (held, count) = (held + kept[task.Chunk], count + 1);
                (most, atMost) = held > most ? (held, count) : (most, atMost);
            }
            else if (task.Kind is TaskKind.Backward or TaskKind.WeightGradient)
            {
                (held, count) = (held - kept[task.Chunk], count - 1);
            }
        }

        return (most, atMost);
    }
}
