using System.Globalization;
using System.Text.Json.Nodes;
using Orrery.Benchmarks;
using Orrery.Experiments.Questions;

namespace Orrery.Cli.Screens;

/// <summary>Benchmarks for programs.</summary>
public static class BenchJson
{
    public static JsonObject Of(string model, IEnumerable<long> parameters, Measurement measured) => new()
    {
        ["model"] = model,
        ["params"] = new JsonArray([.. parameters.Select(value => (JsonNode)value)]),
        ["ticks"] = measured.Result.LastTick,
        ["events"] = measured.Result.Events,
        ["checksum"] = measured.Result.Checksum.ToString("x16", CultureInfo.InvariantCulture),
        ["seconds"] = measured.Seconds,
    };

    public static JsonObject Of(PredictionRate rate) => new()
    {
        ["model"] = "predict",
        ["predictions"] = rate.Predictions,
        ["seconds"] = rate.Seconds,
        ["predictions_per_s"] = rate.PerSecond,
        ["bytes_per_prediction"] = rate.BytesPerPrediction,
        ["predicted_s"] = rate.PredictedSeconds,
    };
}
