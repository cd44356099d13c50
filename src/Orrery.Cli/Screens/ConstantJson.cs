using System.Text.Json.Nodes;
using Orrery.CostModels.Constants;

namespace Orrery.Cli.Screens;

/// <summary>Physical constants as JSON; the help of each names its unit.</summary>
public static class ConstantJson
{
    public static JsonArray Of(IReadOnlyList<Constant> all, PhysicalConstants values) => new([.. all.Select(constant => (JsonNode)new JsonObject
    {
        ["name"] = constant.Name,
        ["group"] = constant.Group,
        ["value"] = constant.Of(values),
        ["min"] = constant.Min,
        ["max"] = constant.Max,
        ["fitted"] = constant.IsFitted,
        ["help"] = constant.Help,
    })]);
}
