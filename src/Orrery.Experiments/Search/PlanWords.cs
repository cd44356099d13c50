using System.Globalization;
using Orrery.Training.Plans;

namespace Orrery.Experiments.Search;

/// <summary>A plan in one short line.</summary>
public static class PlanWords
{
    /// <summary>The degrees and choices: "tensor 8, pipeline 8, data 16, micro-batch 1, 1f1b, recompute full, zero 1".</summary>
    public static string Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string?[] words =
        [
            Part("tensor", plan.Tensor), plan.SequenceParallel ? "sequence parallel" : null, Part("pipeline", plan.Pipeline),
            plan.VirtualStages > 1 ? Part("virtual stages", plan.VirtualStages) : null, plan.Context > 1 ? Part("context", plan.Context) : null,
            Part("data", plan.Data), plan.Expert > 1 ? Part("expert", plan.Expert) : null, Part("micro-batch", plan.MicroBatch),
            plan.Schedule, $"recompute {plan.Recompute}", plan.Zero > 0 ? Part("zero", plan.Zero) : null,
            plan.OptimizerAt != "gpu" ? $"optimizer at {plan.OptimizerAt}" : null, plan.WeightsAt != "gpu" ? $"weights at {plan.WeightsAt}" : null,
            plan.ActivationsAt != "gpu" ? $"activations at {plan.ActivationsAt}" : null,
        ];
        return string.Join(", ", words.OfType<string>());
    }

    /// <summary>The same as tables hold it: "TP 8 SP, PP 16 x 6, DP 8, micro 3, interleaved, selective, ZeRO 1, acts host".</summary>
    public static string Short(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string?[] words =
        [
            Part("TP", plan.Tensor) + (plan.SequenceParallel ? " SP" : ""), Part("PP", plan.Pipeline) + (plan.VirtualStages > 1 ? Part(" x", plan.VirtualStages) : ""),
            plan.Context > 1 ? Part("CP", plan.Context) : null, Part("DP", plan.Data), plan.Expert > 1 ? Part("EP", plan.Expert) : null,
            Part("micro", plan.MicroBatch), plan.Pipeline > 1 || plan.Schedule != "1f1b" ? plan.Schedule : null,
            plan.Recompute != "none" ? plan.Recompute : null, plan.Zero > 0 ? Part("ZeRO", plan.Zero) : null,
            plan.OptimizerAt != "gpu" ? $"opt {plan.OptimizerAt}" : null, plan.WeightsAt != "gpu" ? $"weights {plan.WeightsAt}" : null,
            plan.ActivationsAt != "gpu" ? $"acts {plan.ActivationsAt}" : null,
        ];
        return string.Join(", ", words.OfType<string>());
    }

    private static string Part(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
}
