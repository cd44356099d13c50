using Orrery.Configuration;
using Orrery.Hardware;

namespace Orrery.CostModels.Constants;

/// <summary>Lays what a GPU's file says under <c>calibration</c> over the constants that ship.</summary>
public static class GpuCalibration
{
    /// <summary>The constants for one GPU. Names that are no constants are passed over: <see cref="Mistakes"/> tells them.</summary>
    public static PhysicalConstants Of(Gpu gpu, PhysicalConstants constants)
    {
        PhysicalConstants own = constants;
        foreach ((string name, double value) in gpu.Calibration)
        {
            own = Constant.Find(name)?.With(own, value) ?? own;
        }

        return own;
    }

    /// <summary>Names that no constant has, and values out of range.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="file">The file that a person would look into.</param>
    public static IEnumerable<Diagnostic> Mistakes(Gpu gpu, string file)
    {
        foreach ((string name, double value) in gpu.Calibration)
        {
            string key = "gpu.calibration." + name;
            if (Constant.Find(name) is not { } constant)
            {
                yield return new Diagnostic(file, 0, key, "there is no such physical constant",
                    Nearest: NearestName.Of(name, Constant.All.Select(known => known.Name)));
            }
            else if (value < constant.Min || value > constant.Max)
            {
                yield return new Diagnostic(file, 0, key, "is out of range", Text(value), $"{Text(constant.Min)} to {Text(constant.Max)}");
            }
        }

        static string Text(double number) => number.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
