using System.Text.Json.Nodes;
using Orrery.Hardware;

namespace Orrery.Cli.Screens;

/// <summary>GPUs as JSON: every value in its base unit, which the name carries.</summary>
public static class GpuJson
{
    public static JsonArray Of(IEnumerable<Gpu> gpus) => new([.. gpus.Select(Of)]);

    public static JsonObject Of(Gpu gpu) => new()
    {
        ["name"] = gpu.Name,
        ["aliases"] = Texts(gpu.Aliases),
        ["vendor"] = gpu.Vendor,
        ["architecture"] = gpu.Architecture,
        ["sm_count"] = gpu.SmCount,
        ["base_clock_hz"] = gpu.Clock.Base?.Hertz,
        ["boost_clock_hz"] = gpu.Clock.Boost.Hertz,
        ["peak_flops_per_s"] = new JsonObject(gpu.Peak.Formats.Select(format =>
            KeyValuePair.Create<string, JsonNode?>(format, gpu.Peak.Of(format)!.Value.PerSecond))),
        ["memory_type"] = gpu.Memory.Type,
        ["memory_bytes"] = gpu.Memory.Capacity.Bytes,
        ["memory_bytes_per_s"] = gpu.Memory.Bandwidth.BytesPerSecond,
        ["l2_bytes"] = gpu.L2.Size.Bytes,
        ["l1_bytes_per_sm"] = gpu.Sm.L1.Bytes,
        ["shared_bytes_per_sm"] = gpu.Sm.Shared.Bytes,
        ["nvlink_bytes_per_s"] = gpu.Links.Nvlink?.BytesPerSecond,
        ["pcie_bytes_per_s"] = gpu.Links.Pcie?.BytesPerSecond,
        ["tdp_w"] = gpu.Tdp.Watts,
        ["sources"] = new JsonArray([.. gpu.Sources.Select(source => (JsonNode)new JsonObject
        {
            ["from"] = source.From,
            ["url"] = source.Url,
            ["covers"] = Texts(source.Covers),
            ["note"] = source.Note,
        })]),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
