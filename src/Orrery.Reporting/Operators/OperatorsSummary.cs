using System.Text.Json.Nodes;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Cycle;

namespace Orrery.Reporting.Operators;

/// <summary>A result as JSON: what <c>summary.json</c> holds and <c>--json</c> prints. Names carry their unit.</summary>
public static class OperatorsSummary
{
    public static JsonObject ToJson(OperatorsResult result)
    {
        JsonObject json = new() { ["experiment"] = result.Kind, ["name"] = result.Name };
        if (result is LayerResult layer)
        {
            json["model"] = layer.Model;
            json["phase"] = layer.Phase;
            json["sequence"] = layer.Sequence;
            json["batch"] = layer.Batch;
            json["layers"] = layer.Layers;
        }
        else
        {
            json["work"] = result.Work;
        }

        json["gpu"] = result.Gpu;
        json["format"] = result.Format;
        json["fidelity"] = result.Fidelity;
        json["time_s"] = result.TimeSeconds;
        json["flops"] = result.Flops;
        json["bytes"] = result.Bytes;
        json["flops_per_byte"] = Ratio(result.Flops, result.Bytes);
        json["flops_per_s"] = Ratio(result.Flops, result.TimeSeconds);
        json["bytes_per_s"] = Ratio(result.Bytes, result.TimeSeconds);
        json["peak_flops_per_s"] = result.PeakFlopsPerSecond;
        json["peak_bytes_per_s"] = result.PeakBytesPerSecond;
        json["bound_share"] = new JsonObject(Verdict.Bounds(result).Select(bound =>
            KeyValuePair.Create<string, JsonNode?>(Key(Names.Of(bound.Bound)), bound.Share)));
        json["operators"] = new JsonArray([.. result.Operators.Select(Operator)]);
        json["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]);
        if (result.Cycle is { } cycle)
            CycleSummary.Add(json, cycle);
        return json;
    }

    private static JsonObject Operator(OperatorResult op) => new()
    {
        ["name"] = op.Name,
        ["layer"] = op.Layer,
        ["kind"] = op.Kind,
        ["shape"] = op.Shape,
        ["format"] = op.Format,
        ["flops"] = op.Flops,
        ["bytes"] = op.Bytes,
        ["flops_per_byte"] = op.ArithmeticIntensity,
        ["start_s"] = op.StartSeconds,
        ["time_s"] = op.TimeSeconds,
        ["share"] = op.ShareOfTotal,
        ["bound"] = Key(Names.Of(op.Bound)),
        ["origin"] = Key(op.Origin.ToString()),
        ["breakdown_s"] = new JsonObject(op.Breakdown.Parts.Select(part => KeyValuePair.Create<string, JsonNode?>(Key(part.Name), part.Seconds))),
    };

    private static double Ratio(double a, double b) => b > 0 ? a / b : 0;

    private static string Key(string name) => name.ToLowerInvariant();
}
