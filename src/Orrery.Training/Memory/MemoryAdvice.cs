using System.Globalization;
using Orrery.Training.Plans;

namespace Orrery.Training.Memory;

/// <summary>Says of a plan that does not fit what is too big, and what would make it fit.</summary>
public static class MemoryAdvice
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>What is too big; null where the plan fits.</summary>
    public static string? TooBig(MemoryUse use)
    {
        if (use.Fits)
        {
            return null;
        }

        string parts = string.Join(", ", use.Parts.Where(part => part.Bytes > 0.01 * use.Total)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Bytes / Gib:0.0} GiB")));
        return string.Create(CultureInfo.InvariantCulture,
            $"stage {use.Stage} needs {use.Total / Gib:0.0} GiB on each GPU and there are {use.Capacity / Gib:0.0}: {parts}");
    }

    /// <summary>Changes of one thing that make it fit, the cheapest first; empty where none alone does.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="memory">Asks for the memory of the fullest device of a changed plan; null where the plan is none.</param>
    public static IReadOnlyList<string> Fixes(Plan plan, Func<Plan, MemoryUse?> memory) =>
        [.. Changes(plan).Where(change => memory(change.Plan) is { Fits: true }).Select(change => change.Words)];

    private static IEnumerable<(string Words, Plan Plan)> Changes(Plan plan)
    {
        if (plan.Zero == 0 && plan.Data * plan.Context > 1)
        {
            yield return ("zero: 1", plan with { Zero = 1 });
        }

        if (plan is { SequenceParallel: false, Tensor: > 1 })
        {
            yield return ("sequence_parallel: true", plan with { SequenceParallel = true });
        }

        if (plan.Recompute == "none")
        {
            yield return ("recompute: selective", plan with { Recompute = "selective" });
        }

        if (plan.MicroBatch % 2 == 0)
        {
            yield return ($"micro_batch: {plan.MicroBatch / 2}", plan with { MicroBatch = plan.MicroBatch / 2 });
        }

        if (plan.Recompute != "full")
        {
            yield return ("recompute: full", plan with { Recompute = "full" });
        }

        if (plan.Zero is > 0 and < 3 && plan.Data * plan.Context > 1)
        {
            yield return ("zero: 3", plan with { Zero = 3 });
        }

        if (plan.Data % 2 == 0)
        {
            Plan half = plan with { Data = plan.Data / 2 };
            yield return ($"tensor: {plan.Tensor * 2} with data: {half.Data}", half with { Tensor = plan.Tensor * 2 });
            yield return ($"pipeline: {plan.Pipeline * 2} with data: {half.Data}", half with { Pipeline = plan.Pipeline * 2 });
        }

        if (plan.OptimizerAt == "gpu")
        {
            yield return ("optimizer_at: host", plan with { OptimizerAt = "host" });
        }

        if (plan.ActivationsAt == "gpu")
        {
            yield return ("activations_at: host", plan with { ActivationsAt = "host" });
        }
    }
}
