using System.Text.Json.Nodes;
using Orrery.Cli.Commands;
using Orrery.Training.Validation;

namespace Orrery.Cli.Screens;

/// <summary>Predicted beside measured training steps as JSON. Errors are fractions of the measured time; above zero is predicted too slow.</summary>
internal static class StepAccuracyJson
{
    public static JsonObject Of(IReadOnlyList<ComparedStep> steps, IReadOnlyList<SkippedRow> skipped) => new()
    {
        ["rows"] = new JsonArray([.. steps.Select(step => (JsonNode)new JsonObject
        {
            ["id"] = step.Row.Id,
            ["group"] = step.Row.Group,
            ["software"] = step.Row.Software,
            ["measured_s"] = step.Row.MeasuredSeconds,
            ["predicted_s"] = step.PredictedSeconds,
            ["error"] = step.Error,
        })]),
        ["mean_abs_error"] = steps.Count > 0 ? ComparedStep.Mean(steps) : null,
        ["max_abs_error"] = steps.Count > 0 ? steps.Max(step => Math.Abs(step.Error)) : null,
        ["skipped"] = new JsonArray([.. skipped.Select(row => (JsonNode)new JsonObject { ["id"] = row.Id, ["reason"] = row.Reason })]),
    };
}
