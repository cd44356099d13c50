using System.Collections.ObjectModel;
using Orrery.Configuration;
using Orrery.CostModels.Constants;
using Orrery.Hardware;

namespace Orrery.CostModels.Measured;

/// <summary>Makes a cost model that knows a user's measurements.</summary>
/// <param name="diagnostics">Takes what is wrong with the tables, or with using them.</param>
public sealed class MeasuredCostReader(List<Diagnostic> diagnostics)
{
    /// <summary>The model with the measurements in front of it; the model alone, with diagnostics, where they cannot be used.</summary>
    /// <param name="model">What answers where nothing was measured.</param>
    /// <param name="gpu">The GPU that is asked about.</param>
    /// <param name="paths">CSVs, or folders of them: full paths, or such as count from the current folder.</param>
    public IOperatorCost Read(IOperatorCost model, Gpu gpu, IReadOnlyList<string> paths)
    {
        List<MeasuredRow> rows = [];
        foreach (string path in paths)
        {
            Measurements measured = Measurements.Read(path);
            MeasuredRow[] all = [.. measured.Tables.SelectMany(table => table.Rows)];
            MeasuredRow[] own = [.. all.Where(row => GpuNames.Means(row.Gpu, gpu))];
            diagnostics.AddRange(measured.Mistakes);
            rows.AddRange(own);
            if (own.Length == 0 && measured.Mistakes.Count == 0)
            {
                string others = string.Join(", ", all.Select(row => row.Gpu).Distinct().Order(StringComparer.Ordinal));
                diagnostics.Add(new Diagnostic(path, 0, "", $"holds no measurement on {gpu.Name}; its rows are of {others}"));
            }
        }

        if (rows.Count > 0 && GpuCatalogue.Find(gpu.Name) is { } real && Machine(real) != Machine(gpu))
        {
            diagnostics.Add(new Diagnostic(paths[0], 0, "",
                $"was measured on {gpu.Name} as it is; on a changed one nobody measured: give it another name, or leave the measurements out"));
        }

        return new MeasuredCost(model, gpu, rows, GpuCalibration.Of(gpu, PhysicalConstants.Default).Method);
    }

    // The machine itself, without what is told about it.
    private static Gpu Machine(Gpu gpu) => gpu with
    {
        Name = "",
        Aliases = [],
        Calibration = ReadOnlyDictionary<string, double>.Empty,
        Confidence = null,
        Sources = [],
        Estimates = [],
    };
}
