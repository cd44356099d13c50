using Orrery.Training.Plans;

namespace Orrery.Training.Memory;

/// <summary>Changes of one thing in a plan that take memory from somewhere, the cheapest first.</summary>
internal static class MemoryChanges
{
    private static readonly string[] Nearest = ["gpu", "host", "nvme"];

    /// <summary>The changes, each as it stands in a file, with the changed plan.</summary>
    public static IEnumerable<(string Words, Plan Plan)> Of(Plan plan) => [.. Nearer(plan), .. Smaller(plan), .. Farther(plan)];

    // What comes back from the host or from NVMe makes the step shorter, where there is room.
    private static IEnumerable<(string Words, Plan Plan)> Nearer(Plan plan) =>
        States(plan).SelectMany(state => Nearest.TakeWhile(place => place != state.At).Select(place => Moved(state, place)));

    private static IEnumerable<(string Words, Plan Plan)> Farther(Plan plan) =>
        States(plan).SelectMany(state => Nearest.SkipWhile(place => place != state.At).Skip(1).Select(place => Moved(state, place)));

    private static (string Words, Plan Plan) Moved((string Key, string At, Func<string, Plan> To) state, string place) =>
        ($"{state.Key}: {place}", state.To(place));

    // In the order of what it costs to fetch them: once a step, for each micro-batch, twice for each micro-batch.
    private static (string Key, string At, Func<string, Plan> To)[] States(Plan plan) =>
    [
        ("optimizer_at", plan.OptimizerAt, place => plan with { OptimizerAt = place }),
        ("activations_at", plan.ActivationsAt, place => plan with { ActivationsAt = place }),
        ("weights_at", plan.WeightsAt, place => plan with { WeightsAt = place }),
    ];

    private static IEnumerable<(string Words, Plan Plan)> Smaller(Plan plan)
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
    }
}
