using System.Text.Json.Nodes;
using Orrery.Experiments.Cycle;

namespace Orrery.Reporting.Cycle;

/// <summary>What a simulation cycle by cycle adds to a summary: totals, and every kernel.</summary>
public static class CycleSummary
{
    /// <summary>Adds the totals and <c>kernels</c> to a summary.</summary>
    public static void Add(JsonObject summary, CycleDetail detail)
    {
        foreach ((string key, JsonNode? value) in Figures(detail.Total))
            summary[key] = value?.DeepClone();
        summary["kernels"] = new JsonArray([.. detail.Kernels.Select(kernel => (JsonNode)Kernel(kernel))]);
    }

    private static JsonObject Kernel(KernelFigures kernel)
    {
        JsonObject json = new()
        {
            ["name"] = kernel.Name,
            ["operator"] = kernel.Operator,
            ["start_s"] = kernel.StartSeconds,
            ["time_s"] = kernel.Seconds,
        };
        foreach ((string key, JsonNode? value) in Figures(kernel))
            json[key] = value?.DeepClone();
        if (kernel.Occupancy is { } occupancy)
        {
            json["occupancy"] = new JsonObject
            {
                ["theoretical"] = occupancy.Theoretical,
                ["achieved"] = occupancy.Achieved,
                ["blocks_per_sm"] = occupancy.Blocks,
                ["limiter"] = occupancy.Limiter,
            };
        }
        return json;
    }

    private static JsonObject Figures(KernelFigures kernel) => new()
    {
        ["cycles"] = kernel.Cycles,
        ["warp_instructions"] = kernel.WarpInstructions,
        ["simulated_fraction"] = kernel.SimulatedFraction,
        ["sampling_error"] = kernel.SamplingError,
        ["clock_hz"] = kernel.Hertz,
        ["energy_j"] = kernel.Joules > 0 ? kernel.Joules : null,
        ["power_w"] = kernel.Joules > 0 ? kernel.Watts : null,
        ["dram_bytes_read"] = kernel.DramBytesRead,
        ["dram_bytes_written"] = kernel.DramBytesWritten,
        ["units"] = new JsonObject(kernel.Units.Select(unit => KeyValuePair.Create<string, JsonNode?>(Key(unit.Name), new JsonObject
        {
            ["amount"] = unit.Amount,
            ["achieved"] = unit.Achieved,
            ["peak"] = unit.Peak,
            ["unit"] = unit.Unit,
            ["share"] = unit.Share,
        }))),
        ["hit_rates"] = new JsonObject(kernel.Hits.Select(hits => KeyValuePair.Create<string, JsonNode?>(Key(hits.Name), hits.Rate))),
        ["warp_states"] = new JsonObject(kernel.Warps.Select(state => KeyValuePair.Create<string, JsonNode?>(state.Name, kernel.ShareOf(state)))),
        ["warp_cycles"] = kernel.Warps.Sum(state => state.Cycles),
    };

    private static string Key(string name) => name.ToLowerInvariant().Replace(' ', '_').Replace('/', '_');
}
