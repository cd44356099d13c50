using Orrery.Hardware;

namespace Orrery.Validation;

/// <summary>Compares names of GPUs as people and tables write them.</summary>
public static class GpuNames
{
    /// <summary>Whether two names mean the same GPU of the catalogue, or are the same text.</summary>
    public static bool Same(string left, string right) =>
        string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase)
        || (GpuCatalogue.Find(left) is { } gpu && ReferenceEquals(gpu, GpuCatalogue.Find(right)));
}
