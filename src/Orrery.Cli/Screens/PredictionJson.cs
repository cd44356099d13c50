using System.Text.Json.Nodes;
using Orrery.Experiments.Questions;
using Orrery.Reporting.Operators;

namespace Orrery.Cli.Screens;

/// <summary>A prediction for programs: SI units, which the names carry.</summary>
public static class PredictionJson
{
    public static JsonObject Of(Prediction answer) => new()
    {
        ["operator"] = answer.Question,
        ["shape"] = answer.Shape,
        ["gpu"] = answer.Gpu.Name,
        ["format"] = answer.Format.Name,
        ["fidelity"] = answer.Fidelity,
        ["origin"] = answer.Cost.Origin.ToString().ToLowerInvariant(),
        ["time_s"] = answer.Cost.Seconds,
        ["model_time_s"] = answer.ModelSeconds,
        ["roofline_time_s"] = answer.RooflineSeconds,
        ["bound"] = Names.Of(answer.Cost.Bound).ToLowerInvariant(),
        ["breakdown_s"] = new JsonObject(answer.Cost.Breakdown.Parts.Select(part =>
            KeyValuePair.Create<string, JsonNode?>(part.Name.ToLowerInvariant(), part.Seconds))),
        ["operators"] = new JsonArray([.. answer.Steps.Select(step => (JsonNode)new JsonObject
        {
            ["name"] = step.Work.Name,
            ["kind"] = step.Work.Kind,
            ["shape"] = step.Work.Shape,
            ["time_s"] = step.Cost.Seconds,
            ["bound"] = Names.Of(step.Cost.Bound).ToLowerInvariant(),
            ["origin"] = step.Cost.Origin.ToString().ToLowerInvariant(),
            ["flops"] = step.Work.Flops,
            ["bytes"] = step.Work.Bytes,
        })]),
        ["flops"] = answer.Flops,
        ["bytes"] = answer.Bytes,
        ["arithmetic_intensity"] = answer.ArithmeticIntensity,
        ["ridge_intensity"] = answer.Ridge,
        ["achieved_flops_per_s"] = answer.FlopsPerSecond,
        ["peak_flops_per_s"] = answer.PeakFlopsPerSecond,
        ["achieved_bytes_per_s"] = answer.BytesPerSecond,
        ["peak_bytes_per_s"] = answer.PeakBytesPerSecond,
        ["algorithm"] = answer.Cost.Algorithm.Length > 0 ? answer.Cost.Algorithm : null,
        ["kernels"] = answer.Cost.Kernels,
        ["tiling"] = answer.Cost.Tiling.Tiles > 0 ? new JsonObject
        {
            ["m"] = answer.Cost.Tiling.M,
            ["n"] = answer.Cost.Tiling.N,
            ["splits"] = answer.Cost.Tiling.Splits,
            ["tiles"] = answer.Cost.Tiling.Tiles,
            ["waves"] = answer.Cost.Tiling.Waves,
        } : null,
        ["energy_j"] = answer.Cost.Joules > 0 ? answer.Cost.Joules : null,
        ["power_w"] = answer.Cost.Joules > 0 ? answer.Cost.Watts : null,
        ["clock_hz"] = answer.Gpu.Clock.Boost.Hertz * answer.Cost.ClockFactor,
        ["sensitivities"] = new JsonArray([.. answer.Sensitivities.Select(one =>
            (JsonNode)new JsonObject { ["change"] = one.Change.Key, ["gain"] = one.Gain })]),
        ["not_modelled"] = new JsonArray([.. answer.NotModelled.Select(note => (JsonNode)note)]),
    };
}
