using System.Text.Json.Nodes;
using Orrery.Experiments.Layer;
using Orrery.Reporting.Folders;

namespace Orrery.Reporting.Layers;

/// <summary>A layer's result as JSON: what <c>summary.json</c> holds and <c>--json</c> prints. Names carry their unit.</summary>
public static class LayerSummary
{
    public static JsonObject ToJson(LayerResult result) => new()
    {
        ["experiment"] = result.Kind,
        ["name"] = result.Name,
        ["model"] = result.Model,
        ["gpu"] = result.Gpu,
        ["phase"] = result.Phase,
        ["sequence"] = result.Sequence,
        ["batch"] = result.Batch,
        ["format"] = result.Format,
        ["layers"] = result.Layers,
        ["fidelity"] = result.Fidelity,
        ["time_s"] = result.TimeSeconds,
        ["flops"] = result.Flops,
        ["bytes"] = result.Bytes,
        ["flops_per_byte"] = Ratio(result.Flops, result.Bytes),
        ["flops_per_s"] = Ratio(result.Flops, result.TimeSeconds),
        ["bytes_per_s"] = Ratio(result.Bytes, result.TimeSeconds),
        ["peak_flops_per_s"] = result.PeakFlopsPerSecond,
        ["peak_bytes_per_s"] = result.PeakBytesPerSecond,
        ["bound_share"] = new JsonObject(LayerVerdict.Bounds(result).Select(bound =>
            KeyValuePair.Create<string, JsonNode?>(Key(Names.Of(bound.Bound)), bound.Share))),
        ["operators"] = new JsonArray([.. result.Operators.Select(Operator)]),
        ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
    };

    /// <summary>A hash over every number of the result, to the last bit. What the experiment is called is no part of it.</summary>
    public static string Hash(JsonObject summary)
    {
        JsonObject numbers = summary.DeepClone().AsObject();
        numbers.Remove("name");
        return StateHash.Of(numbers);
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
