using System.Text.Json.Nodes;
using Orrery.Hardware.Fabrics;

namespace Orrery.Cli.Screens;

/// <summary>Fabrics as JSON: every value in its base unit, which the name carries.</summary>
public static class FabricJson
{
    public static JsonArray Of(IEnumerable<Fabric> fabrics) => new([.. fabrics.Select(Of)]);

    public static JsonObject Of(Fabric fabric) => new()
    {
        ["name"] = fabric.Name,
        ["aliases"] = new JsonArray([.. fabric.Aliases.Select(alias => (JsonNode)alias)]),
        ["summary"] = fabric.Summary,
        ["tiers"] = new JsonArray([.. fabric.Tiers.Select(Of)]),
        ["sources"] = new JsonArray([.. fabric.Sources.Select(source => new JsonObject
        {
            ["from"] = source.From,
            ["url"] = source.Url,
            ["says"] = source.Says,
        })]),
    };

    private static JsonObject Of(FabricTier tier) => new()
    {
        ["kind"] = tier.Kind,
        ["shape"] = tier.Shape,
        ["size"] = tier.Size,
        ["rails"] = tier.Rails,
        ["bytes_per_s_per_rail_one_direction"] = tier.Bandwidth.BytesPerSecond,
        ["efficiency"] = tier.Efficiency,
        ["latency_s"] = tier.Latency.Seconds,
        ["reduces"] = tier.Reduces,
        ["between_nodes"] = tier.IsBetweenNodes,
    };
}
