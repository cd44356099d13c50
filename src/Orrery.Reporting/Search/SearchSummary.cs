using System.Text.Json.Nodes;
using Orrery.Experiments.Search;
using Orrery.Reporting.Training;
using Orrery.Training.Plans;
using Orrery.Training.Search;

namespace Orrery.Reporting.Search;

/// <summary>The best plans for programs: SI units, which the names carry.</summary>
public static class SearchSummary
{
    private const double Gib = 1024.0 * 1024 * 1024;

    public static JsonObject ToJson(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        SearchOutcome outcome = result.Outcome;
        SearchCounts counts = outcome.Counts;
        return new JsonObject
        {
            ["experiment"] = result.Kind,
            ["name"] = result.Name,
            ["model"] = outcome.Model.Name,
            ["cluster"] = outcome.Cluster.Name,
            ["fidelity"] = result.Fidelity,
            ["objective"] = result.Objective == Objective.StepTime ? "step_time" : "gpu_time",
            ["proven"] = outcome.Complete,
            ["counts"] = new JsonObject
            {
                ["space"] = counts.Count,
                ["refused"] = new JsonObject(Enum.GetValues<Refusal>().Where(reason => reason != Refusal.None)
                    .Select(reason => KeyValuePair.Create<string, JsonNode?>(reason.ToString().ToLowerInvariant(), counts.Of(reason)))),
                ["feasible"] = counts.Feasible,
                ["bounded_away"] = counts.Bounded,
                ["composed"] = counts.Composed,
                ["left"] = counts.Left,
            },
            ["time_s"] = result.TimeSeconds,
            ["best"] = Of(outcome.Best[0]),
            ["plans"] = new JsonArray([.. outcome.Best.Select(Of)]),
            ["front"] = new JsonArray([.. outcome.Front.Select(Of)]),
            ["not_modelled"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        };
    }

    /// <summary>How long it took, which is no part of the result.</summary>
    public static void AddRates(JsonObject summary, SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(result);
        summary["wall_s"] = result.Outcome.WallSeconds;
        summary["plans_per_wall_s"] = result.Outcome.PlansPerSecond;
        summary["priced_plans_per_wall_s"] = result.Outcome.PricedPerSecond;
    }

    private static JsonObject Of(RankedPlan plan)
    {
        JsonObject json = new()
        {
            ["step_time_s"] = plan.StepSeconds,
            ["tokens_per_s_per_gpu"] = plan.TokensPerSecondPerGpu,
            ["mfu"] = plan.Mfu,
            ["memory_gib"] = plan.MemoryBytes / Gib,
            ["host_memory_gib"] = plan.HostBytes / Gib,
            ["nvme_gib"] = plan.NvmeBytes / Gib,
            ["gpus"] = plan.Gpus,
            ["plan"] = Of(plan.Plan),
        };
        if (plan.Result is { } step)
        {
            json["bubble_fraction"] = step.BubbleFraction;
            json["breakdown"] = new JsonObject(TimeNames.All.Select(kind => KeyValuePair.Create<string, JsonNode?>(
                kind.ToString().ToLowerInvariant() + "_s", Orrery.Training.Timelines.Ticks.Seconds(step.Breakdown[kind]))));
        }

        if (plan.Loses.Length > 0)
            json["loses"] = plan.Loses;
        return json;
    }

    private static JsonObject Of(Plan plan) => new()
    {
        ["tensor"] = plan.Tensor,
        ["pipeline"] = plan.Pipeline,
        ["data"] = plan.Data,
        ["context"] = plan.Context,
        ["expert"] = plan.Expert,
        ["virtual_stages"] = plan.VirtualStages,
        ["micro_batch"] = plan.MicroBatch,
        ["schedule"] = plan.Schedule,
        ["recompute"] = plan.Recompute,
        ["zero"] = plan.Zero,
        ["sequence_parallel"] = plan.SequenceParallel,
        ["optimizer_at"] = plan.OptimizerAt,
        ["weights_at"] = plan.WeightsAt,
        ["activations_at"] = plan.ActivationsAt,
    };
}
