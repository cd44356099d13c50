using System.Text.Json.Nodes;
using Orrery.CostModels.Chips;

namespace Orrery.Cli.Screens;

/// <summary>A GPU's silicon as JSON: areas in mm2, cost in dollars. Null where the model does not know the chip's parts.</summary>
public static class ChipJson
{
    public static JsonObject? Of(HardwareGpu gpu) =>
        AreaModel.Of(gpu) is not { } area || ChipCost.Of(gpu, gpu.Die.AreaMm2) is not { } cost ? null : new JsonObject
        {
            ["estimate"] = true,
            ["area_mm2"] = area.Total,
            ["area_parts_mm2"] = new JsonObject
            {
                ["sm_control"] = area.Control,
                ["vector"] = area.Vector,
                ["tensor"] = area.Tensor,
                ["sm_memory"] = area.SmMemory,
                ["l2"] = area.L2,
                ["memory_interfaces"] = area.Memory,
                ["links"] = area.Links,
                ["rest"] = area.Rest,
            },
            ["fits_lithography_field"] = area.FitsField,
            ["cost_for_area_mm2"] = cost.DieAreaMm2,
            ["dies_per_wafer"] = cost.DiesPerWafer,
            ["yield"] = cost.Yield,
            ["flawless_yield"] = cost.FlawlessYield,
            ["cost_dollars"] = new JsonObject
            {
                ["total"] = cost.Total,
                ["silicon"] = cost.Silicon,
                ["memory"] = cost.Memory,
                ["package"] = cost.Package,
                ["test"] = cost.Test,
            },
        };
}
