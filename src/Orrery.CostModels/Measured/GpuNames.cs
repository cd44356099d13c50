using Orrery.Hardware;

namespace Orrery.CostModels.Measured;

/// <summary>Compares names of GPUs as people and tables write them.</summary>
public static class GpuNames
{
    /// <summary>Whether two names mean the same GPU of the catalogue, or are the same text.</summary>
    public static bool Same(string left, string right) =>
        string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase)
        || (GpuCatalogue.Find(left) is { } gpu && ReferenceEquals(gpu, GpuCatalogue.Find(right)));

    /// <summary>Whether a name means this GPU, which need not be of the catalogue.</summary>
    public static bool Means(string name, Gpu gpu) => gpu.Aliases.Append(gpu.Name).Any(known => Same(name, known));
}
