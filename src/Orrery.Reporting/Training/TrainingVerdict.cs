using System.Globalization;
using Orrery.Experiments.Training;
using Orrery.Reporting.Numbers;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;

namespace Orrery.Reporting.Training;

/// <summary>What a training step says, in sentences: the same on the screen and in the report.</summary>
public static class TrainingVerdict
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>What was done: "gpt-3-175b, a step of 1,536 sequences of 2,048 tokens, fp16".</summary>
    public static string Work(TrainingResult result)
    {
        Plan plan = result.Step.Plan;
        return $"{result.Step.Model.Name}, a step of {Readable.Whole(plan.GlobalBatch)} sequences of {Readable.Whole(plan.Sequence)} tokens, {plan.Format}";
    }

    /// <summary>On what: "on dgx-a100: 1,024 x a100-sxm4-80gb, megatron-2021, analytic model".</summary>
    public static string Machine(TrainingResult result, IReadOnlyList<string> overrides)
    {
        string changes = overrides.Count > 0 ? $" with {string.Join(", ", overrides)}" : "";
        return $"on {result.Step.Cluster.Name}: {Gpus(result.Step.Cluster)}, {result.Step.Plan.Software}{changes}, {result.Fidelity} model";
    }

    /// <summary>The GPUs of a cluster: "1,024 x a100-sxm4-80gb".</summary>
    public static string Gpus(Cluster cluster) =>
        string.Join(" and ", cluster.Groups.Select(group => $"{Readable.Whole(group.Nodes * cluster.GpusPerNode)} x {group.Gpu.Name}"));

    /// <summary>How work is split: "tensor 8, pipeline 8 x 2 chunks, data 16".</summary>
    public static string Split(Plan plan) => Listed(
    [
        $"tensor {plan.Tensor}{(plan.SequenceParallel ? " with sequence parallelism" : "")}",
        $"pipeline {plan.Pipeline}{(plan.VirtualStages > 1 ? $" x {plan.VirtualStages} chunks" : "")}",
        plan.Context > 1 ? $"context {plan.Context}" : null,
        $"data {plan.Data}",
        plan.Expert > 1 ? $"expert {plan.Expert} among them" : null,
    ]);

    /// <summary>How the step runs: "96 micro-batches of 1, interleaved, recompute full, ZeRO 1".</summary>
    public static string Order(Plan plan) => Listed(
    [
        $"{Readable.Whole(plan.MicroBatches)} micro-batch{(plan.MicroBatches == 1 ? "" : "es")} of {plan.MicroBatch}",
        plan.Pipeline > 1 ? ScheduleOf(plan) : null,
        $"recompute {plan.Recompute}",
        plan.Zero > 0 ? $"ZeRO {plan.Zero}" : null,
        .. Away(plan),
    ]);

    /// <summary>The answer in names and values.</summary>
    public static IReadOnlyList<(string Name, string Value)> Answer(TrainingResult result)
    {
        StepResult step = result.Step;
        return
        [
            ("step time", Seconds(step.StepSeconds)),
            ("throughput", $"{Readable.Whole((long)Math.Round(step.TokensPerSecond))} tokens/s, {Readable.Digits(step.TokensPerSecondPerGpu)} a GPU"),
            ("MFU, HFU", $"{Readable.Share(step.Mfu)}, {Readable.Share(step.Hfu)} of the {step.Plan.Format} peak"),
            .. Held(step),
            ("bubble", $"{Readable.Share(step.BubbleFraction)} of the step on the GPU that waits least"),
            ("power", $"{Readable.Digits(step.Watts / 1e3)} kW of all GPUs, {Readable.Digits(step.Watts / step.Gpus)} W each"),
            ("energy", $"{Readable.Joules(step.Joules)} a step, {Readable.Joules(step.Joules / ((double)step.Plan.GlobalBatch * step.Plan.Sequence))} a token"),
            .. Failures(step),
        ];
    }

    /// <summary>What is held of each tier in which there is anything, on the GPU that holds most of it.</summary>
    public static IReadOnlyList<(string Name, string Value)> Held(StepResult step) =>
        [.. new[] { MemoryTier.Gpu }.Concat(step.TiersAway).Select(tier => (TierNames.Of(tier), Held(step.Fullest(tier), tier)))];

    /// <summary>Sentences on what would help, most first.</summary>
    public static string Help(Improvement improvement) =>
        $"{improvement.What}: {Readable.Share(improvement.Gain)} less time a token";

    /// <summary>Bytes as people count memory: "71.3 GiB".</summary>
    public static string Memory(double bytes) => (bytes / Gib).ToString("0.0", CultureInfo.InvariantCulture) + " GiB";

    /// <summary>A time with four digits, since step times are compared with each other.</summary>
    public static string Seconds(double seconds) => seconds is >= 1 and < 600
        ? seconds.ToString(seconds < 10 ? "0.000" : seconds < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s" : Readable.Time(seconds);

    private static string Held(MemoryUse use, MemoryTier tier) => $"{Memory(use.TotalOf(tier))} of {Memory(use.CapacityOf(tier))} "
        + (tier == MemoryTier.Gpu ? $"on the fullest GPU, of stage {use.Stage}" : $"for the GPU that keeps most there, of stage {use.Stage}");

    private static string Listed(IEnumerable<string?> words) => string.Join(", ", words.OfType<string>());

    private static string ScheduleOf(Plan plan) => plan.Schedule != "auto" ? plan.Schedule : plan.VirtualStages > 1 ? "interleaved" : "1f1b";

    private static IEnumerable<string> Away(Plan plan)
    {
        (string What, string At)[] states = [("weights", plan.WeightsAt), ("optimizer", plan.OptimizerAt), ("activations", plan.ActivationsAt)];
        return states.Where(state => state.At != "gpu").Select(state => $"{state.What} in {(state.At == "host" ? "host memory" : "NVMe")}");
    }

    private static IEnumerable<(string Name, string Value)> Failures(StepResult step)
    {
        if (step.CheckpointSteps == 0)
        {
            yield break;
        }

        double part = step.StepSeconds / step.EffectiveSeconds;
        string failures = double.IsInfinity(step.Cluster.NodeMtbfSeconds) ? "" : ", with failures";
        yield return ("effective", double.IsInfinity(step.EffectiveSeconds)
            ? "no progress: failures come faster than checkpoints and restarts"
            : $"{Readable.Whole((long)Math.Round(step.TokensPerSecond * part))} tokens/s ({Readable.Share(part)}), a checkpoint every {Readable.Whole(step.CheckpointSteps)} steps{failures}");
    }
}
