using System.Text.Json.Nodes;
using Orrery.Experiments.Training;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;

namespace Orrery.Reporting.Training;

/// <summary>A training step as JSON: what <c>summary.json</c> holds and <c>--json</c> prints. Names carry their unit.</summary>
public static class TrainingSummary
{
    private const double Gib = 1024.0 * 1024 * 1024;

    public static JsonObject ToJson(TrainingResult result)
    {
        StepResult step = result.Step;
        return new JsonObject
        {
            ["experiment"] = result.Kind,
            ["name"] = result.Name,
            ["model"] = step.Model.Name,
            ["parameters"] = step.Model.Parameters(),
            ["cluster"] = step.Cluster.Name,
            ["gpu"] = string.Join(", ", step.Cluster.Groups.Select(group => group.Gpu.Name)),
            ["gpus"] = step.Gpus,
            ["fidelity"] = result.Fidelity,
            ["plan"] = PlanOf(step.Plan),
            ["time_s"] = step.StepSeconds,
            ["step_time_s"] = step.StepSeconds,
            ["tokens_per_step"] = (double)step.Plan.GlobalBatch * step.Plan.Sequence,
            ["tokens_per_s"] = step.TokensPerSecond,
            ["tokens_per_s_per_gpu"] = step.TokensPerSecondPerGpu,
            ["mfu"] = step.Mfu,
            ["hfu"] = step.Hfu,
            ["model_flops"] = step.ModelFlops,
            ["hardware_flops"] = step.HardwareFlops,
            ["peak_flops_per_s"] = step.PeakFlopsPerSecond,
            ["memory_gib"] = step.Fullest(MemoryTier.Gpu).Total / Gib,
            ["memory_by_kind_gib"] = MemoryOf(step.Fullest(MemoryTier.Gpu), MemoryTier.Gpu),
            ["memory_capacity_gib"] = step.Fullest(MemoryTier.Gpu).Capacity / Gib,
            ["host_memory_gib"] = step.Fullest(MemoryTier.Host).Host.Total / Gib,
            ["host_memory_by_kind_gib"] = MemoryOf(step.Fullest(MemoryTier.Host), MemoryTier.Host),
            ["host_memory_capacity_gib"] = step.Memory.Host.Capacity / Gib,
            ["nvme_gib"] = step.Fullest(MemoryTier.Nvme).Nvme.Total / Gib,
            ["nvme_by_kind_gib"] = MemoryOf(step.Fullest(MemoryTier.Nvme), MemoryTier.Nvme),
            ["nvme_capacity_gib"] = step.Memory.Nvme.Capacity / Gib,
            ["memory_fits"] = step.Memory.Fits,
            ["bubble_fraction"] = step.BubbleFraction,
            ["breakdown"] = TimeOf(step.Breakdown),
            ["breakdown_share"] = new JsonObject(TimeNames.All.Select(kind =>
                KeyValuePair.Create<string, JsonNode?>(TimeNames.Key(kind), (double)step.Breakdown[kind] / step.StepTicks))),
            ["power_w"] = step.Watts,
            ["energy_j"] = step.Joules,
            ["effective_step_time_s"] = Finite(step.EffectiveSeconds),
            ["effective_tokens_per_s"] = step.TokensPerSecond * step.StepSeconds / step.EffectiveSeconds,
            ["checkpoint_steps"] = step.CheckpointSteps,
            ["critical_path"] = Texts(step.CriticalPath),
            ["improvements"] = new JsonArray([.. result.Improvements.Select(improvement => (JsonNode)new JsonObject
            {
                ["what"] = improvement.What,
                ["step_time_s"] = improvement.StepSeconds,
                ["gain"] = improvement.Gain,
            })]),
            ["stages"] = new JsonArray([.. result.Stages.Select(line => (JsonNode)Stage(line, step))]),
            ["notes"] = Texts(result.Notes),
        };
    }

    private static JsonObject PlanOf(Plan plan) => new()
    {
        ["tensor"] = plan.Tensor,
        ["pipeline"] = plan.Pipeline,
        ["data"] = plan.Data,
        ["context"] = plan.Context,
        ["expert"] = plan.Expert,
        ["virtual_stages"] = plan.VirtualStages,
        ["sequence_parallel"] = plan.SequenceParallel,
        ["zero"] = plan.Zero,
        ["optimizer_at"] = plan.OptimizerAt,
        ["weights_at"] = plan.WeightsAt,
        ["activations_at"] = plan.ActivationsAt,
        ["sequence"] = plan.Sequence,
        ["micro_batch"] = plan.MicroBatch,
        ["global_batch"] = plan.GlobalBatch,
        ["micro_batches"] = plan.MicroBatches,
        ["schedule"] = plan.Schedule,
        ["recompute"] = plan.Recompute,
        ["format"] = plan.Format,
        ["software"] = plan.Software,
    };

    private static JsonObject MemoryOf(MemoryUse use, MemoryTier tier) => new(use.PartsOf(tier).Select(part =>
        KeyValuePair.Create<string, JsonNode?>(part.Name, part.Bytes / Gib)));

    private static JsonObject TimeOf(TimeShares shares) => new(TimeNames.All.Select(kind =>
        KeyValuePair.Create<string, JsonNode?>(TimeNames.Key(kind), Ticks.Seconds(shares[kind]))));

    private static JsonObject Stage(DeviceTimeline line, StepResult step) => new()
    {
        ["stage"] = line.Stage,
        ["memory_gib"] = step.StageMemory[line.Stage].Total / Gib,
        ["memory_by_kind_gib"] = MemoryOf(step.StageMemory[line.Stage], MemoryTier.Gpu),
        ["host_memory_gib"] = step.StageMemory[line.Stage].Host.Total / Gib,
        ["nvme_gib"] = step.StageMemory[line.Stage].Nvme.Total / Gib,
        ["micro_batches_in_flight"] = step.StageMemory[line.Stage].InFlight,
        ["breakdown"] = TimeOf(line.Shares),
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
