using System.Text.Json.Nodes;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;

namespace Orrery.Cli.Screens;

/// <summary>Models as JSON: their shape and what follows from it.</summary>
public static class ModelJson
{
    public static JsonArray Of(IEnumerable<TransformerModel> models) => new([.. models.Select(Of)]);

    public static JsonObject Of(TransformerModel model) => new()
    {
        ["name"] = model.Name,
        ["family"] = model.Family,
        ["layers"] = model.Layers,
        ["hidden"] = model.Hidden,
        ["heads"] = model.Heads,
        ["kv_heads"] = model.KvHeads,
        ["head_dim"] = model.HeadDim,
        ["intermediate"] = model.Intermediate,
        ["experts"] = model.Experts?.Count,
        ["experts_per_token"] = model.Experts?.PerToken,
        ["vocabulary"] = model.Vocabulary,
        ["max_sequence"] = model.MaxSequence,
        ["parameters"] = model.Parameters(),
        ["active_parameters"] = model.ActiveParameters(),
        ["flops_per_token"] = model.FlopsPerToken(),
        ["kv_cache_bytes_per_token_fp16"] = model.KvCacheBytesPerToken(NumberFormat.Fp16),
    };
}
