using System.Text.Json;
using System.Text.Json.Nodes;
using Orrery.Validation;

namespace Orrery.Cli.Screens;

/// <summary>Accuracy for programs.</summary>
public static class AccuracyJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(IReadOnlyList<AccuracyGroup> groups)
    {
        JsonArray list = [];
        foreach (AccuracyGroup group in groups)
        {
            list.Add(new JsonObject
            {
                ["kind"] = group.Kind,
                ["gpu"] = group.Gpu,
                ["class"] = group.Class,
                ["method"] = group.Method,
                ["rows"] = group.Rows,
                ["mape"] = Math.Round(group.Mape, 3),
                ["median_ape"] = Math.Round(group.MedianApe, 3),
                ["bias"] = Math.Round(group.Bias, 3),
            });
        }

        return list.ToJsonString(Indented);
    }
}
