using System.Text.Json.Nodes;
using Orrery.Hardware;

namespace Orrery.Cli.Screens;

/// <summary>GPUs as JSON: every value in its base unit, which the name carries.</summary>
public static class GpuJson
{
    public static JsonArray Of(IEnumerable<HardwareGpu> gpus) => new([.. gpus.Select(Of)]);

    public static JsonObject Of(HardwareGpu gpu) => new()
    {
        ["name"] = gpu.Name,
        ["aliases"] = Texts(gpu.Aliases),
        ["vendor"] = gpu.Vendor,
        ["architecture"] = gpu.Architecture,
        ["generation"] = gpu.Generation,
        ["process_nm"] = gpu.ProcessNm,
        ["sm_count"] = gpu.SmCount,
        ["base_clock_hz"] = gpu.Clock.Base?.Hertz,
        ["boost_clock_hz"] = gpu.Clock.Boost.Hertz,
        ["peak_flops_per_s"] = new JsonObject(gpu.Peak.Formats.Select(format =>
            KeyValuePair.Create<string, JsonNode?>(format, gpu.Peak.Of(format)!.Value.PerSecond))),
        ["peak_fp64_flops_per_s"] = gpu.Peak.Fp64?.PerSecond,
        ["peak_fp32_matrix_flops_per_s"] = gpu.Peak.Fp32Matrix?.PerSecond,
        ["memory_type"] = gpu.Memory.Type,
        ["memory_bytes"] = gpu.Memory.Capacity.Bytes,
        ["memory_bytes_per_s"] = gpu.Memory.Bandwidth.BytesPerSecond,
        ["memory_bus_bits"] = gpu.Memory.BusBits,
        ["memory_stacks"] = gpu.Memory.Stacks,
        ["l2_bytes"] = gpu.L2.Size.Bytes,
        ["l1_bytes_per_sm"] = gpu.Sm.L1.Bytes,
        ["shared_bytes_per_sm"] = gpu.Sm.Shared.Bytes,
        ["register_bytes_per_sm"] = gpu.Sm.Registers.Bytes,
        ["threads_per_sm"] = gpu.Sm.Threads,
        ["fp32_lanes_per_sm"] = gpu.Sm.Fp32Lanes,
        ["nvlink_bytes_per_s"] = gpu.Links.Nvlink?.BytesPerSecond,
        ["link_kind"] = gpu.Links.Kind,
        ["link_count"] = gpu.Links.Count,
        ["link_topology"] = gpu.Links.Topology,
        ["pcie_bytes_per_s"] = gpu.Links.Pcie?.BytesPerSecond,
        ["tdp_w"] = gpu.Tdp.Watts,
        ["die"] = new JsonObject
        {
            ["area_mm2"] = gpu.Die.AreaMm2,
            ["count"] = gpu.Die.Count,
            ["transistors_billion"] = gpu.Die.TransistorsBillion,
            ["process"] = gpu.Die.Process,
            ["sm_count"] = gpu.Die.SmCount,
            ["l2_bytes"] = gpu.Die.L2?.Bytes,
            ["bus_bits"] = gpu.Die.BusBits,
        },
        ["chip"] = ChipJson.Of(gpu),
        ["calibration"] = new JsonObject(gpu.Calibration.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        ["confidence"] = gpu.Confidence,
        ["estimates"] = new JsonArray([.. gpu.Estimates.Select(estimate =>
            (JsonNode)new JsonObject { ["path"] = estimate.Path, ["reason"] = estimate.Reason })]),
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
