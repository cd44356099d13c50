using System.Text.Json.Nodes;
using Orrery.Validation;

namespace Orrery.Reporting.Accuracy;

/// <summary>Accuracy for programs: a list of groups, errors in per cent.</summary>
public static class AccuracyJson
{
    public static JsonArray Of(IEnumerable<AccuracyGroup> groups) => new([.. groups.Select(group => (JsonNode)new JsonObject
    {
        ["kind"] = group.Kind,
        ["gpu"] = group.Gpu,
        ["class"] = group.Class,
        ["method"] = group.Method,
        ["rows"] = group.Rows,
        ["mape"] = Math.Round(group.Mape, 3),
        ["median_ape"] = Math.Round(group.MedianApe, 3),
        ["bias"] = Math.Round(group.Bias, 3),
        ["near"] = Math.Round(group.Near, 4),
        ["far_off"] = group.FarOff,
    })]);
}
