using System.Text.Json.Nodes;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Measuring;

namespace Orrery.Cli.Screens;

/// <summary>Microbenchmarks for programs.</summary>
public static class MicrobenchmarkJson
{
    public static JsonObject Of(GpuMachine machine, IEnumerable<MicrobenchmarkRow> rows) => new()
    {
        ["gpu"] = machine.Gpu.Name,
        ["rows"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
        {
            ["name"] = row.Benchmark.Name,
            ["unit"] = row.Benchmark.Unit,
            ["simulated"] = row.Simulated,
            ["published"] = row.Published?.Value,
            ["error"] = row.Error,
            ["source"] = row.Published?.Source,
        })]),
    };
}
