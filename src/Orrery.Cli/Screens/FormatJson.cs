using System.Text.Json.Nodes;
using Orrery.Workloads.Formats;

namespace Orrery.Cli.Screens;

/// <summary>Number formats as JSON.</summary>
public static class FormatJson
{
    public static JsonArray Of(IEnumerable<NumberFormat> formats) => new([.. formats.Select(Of)]);

    public static JsonObject Of(NumberFormat format) => new()
    {
        ["name"] = format.Name,
        ["aliases"] = new JsonArray([.. format.Aliases.Select(alias => (JsonNode)alias)]),
        ["summary"] = format.Summary,
        ["bits"] = format.Bits,
        ["block"] = format.Block,
        ["scale_bits"] = format.ScaleBits,
        ["weights"] = format.Weights is { } weights
            ? new JsonObject { ["bits"] = weights.Bits, ["block"] = weights.Block, ["scale_bits"] = weights.ScaleBits } : null,
        ["output_bits"] = format.OutputBits,
        ["rate"] = format.Rate,
        ["rate_factor"] = format.RateFactor,
        ["quantises_activations"] = format.QuantisesActivations,
        ["splits_sum"] = format.SplitsSum,
        ["unpack_instructions"] = format.UnpackInstructions,
        ["activation_bytes"] = format.Bytes,
        ["weight_bytes"] = format.WeightBytes,
        ["output_bytes"] = format.OutputBytes,
    };
}
