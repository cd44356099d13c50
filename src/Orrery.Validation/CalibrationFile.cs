using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Hardware;

namespace Orrery.Validation;

/// <summary>A GPU file that starts from another one and overrides constants of the cost models.</summary>
public sealed record CalibrationFile
{
    [Parameter("The GPU from which it starts", Required = true)]
    public string Preset { get; init; } = "";

    [Parameter("The fitted constants")]
    public IReadOnlyDictionary<string, double> Calibration { get; init; } = new Dictionary<string, double>();

    [Parameter("Where values come from, the calibration among them")]
    public IReadOnlyList<GpuSource> Sources { get; init; } = [];

    /// <summary>The file's text. It loads where a GPU is wanted.</summary>
    /// <param name="calibration">What was fitted.</param>
    /// <param name="preset">Name or path of the GPU's own file, as seen from the new one.</param>
    /// <param name="data">What it was fitted on, for people who ask where the values are from.</param>
    public static string Text(Calibration calibration, string preset, string data)
    {
        Dictionary<string, double> constants = new(calibration.Gpu.Calibration);
        foreach (FittedConstant one in calibration.Constants)
        {
            constants[one.Constant.Name] = one.After;
        }

        string error = string.Create(CultureInfo.InvariantCulture,
            $"mean absolute error on {calibration.HeldOutRows} rows held out: {calibration.Before:F1} % before, {calibration.After:F1} % after");
        GpuSource own = new()
        {
            From = $"Fitted by 'orrery calibrate' on {calibration.FittedRows.ToString(CultureInfo.InvariantCulture)} rows of {data}",
            Covers = [.. calibration.Constants.Select(one => "calibration." + one.Constant.Name)],
            Note = error,
        };
        CalibrationFile file = new()
        {
            Preset = preset,
            Calibration = constants,
            Sources = own.Covers.Count > 0 ? [.. calibration.Gpu.Sources, own] : calibration.Gpu.Sources,
        };
        return $"# {calibration.Gpu.Name} with physical constants fitted on measurements; {error}.\n" + ResolvedYaml.Write(file);
    }
}
