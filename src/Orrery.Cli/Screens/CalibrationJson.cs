using System.Text.Json.Nodes;
using Orrery.Reporting.Accuracy;
using Orrery.Validation;

namespace Orrery.Cli.Screens;

/// <summary>A calibration for programs: constants in SI units, errors in per cent.</summary>
public static class CalibrationJson
{
    public static JsonObject Of(Calibration calibration, string? file) => new()
    {
        ["gpu"] = calibration.Gpu.Name,
        ["fitted_rows"] = calibration.FittedRows,
        ["held_out_rows"] = calibration.HeldOutRows,
        ["constants"] = new JsonArray([.. calibration.Constants.Select(one => (JsonNode)new JsonObject
        {
            ["name"] = one.Constant.Name,
            ["before"] = one.Before,
            ["after"] = one.After,
        })]),
        ["mape_before"] = calibration.Before,
        ["mape_after"] = calibration.After,
        ["before"] = AccuracyJson.Of(calibration.Classes.Select(one => one.Before)),
        ["after"] = AccuracyJson.Of(calibration.Classes.Select(one => one.After)),
        ["file"] = file,
    };
}
