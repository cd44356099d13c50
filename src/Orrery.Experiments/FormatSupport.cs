using Orrery.Workloads.Formats;

namespace Orrery.Experiments;

/// <summary>Which number formats a GPU computes in.</summary>
internal static class FormatSupport
{
    /// <summary>What is wrong with a format on a GPU, as a short clause; null where nothing is.</summary>
    public static string? Mistake(HardwareGpu gpu, NumberFormat format) =>
        gpu.Peak.Of(format.Rate) is null ? $"{gpu.Name} does not compute in {format.Rate}" : null;

    /// <summary>The formats that it has, by name, with commas between.</summary>
    public static string FormatsOf(HardwareGpu gpu) =>
        string.Join(", ", FormatCatalogue.All.Where(format => Mistake(gpu, format) is null).Select(format => format.Name));
}
