using Orrery.Training.Memory;

namespace Orrery.Reporting.Training;

/// <summary>Names of the tiers of memory.</summary>
public static class TierNames
{
    /// <summary>The name in a sentence.</summary>
    public static string Of(MemoryTier tier) => tier switch
    {
        MemoryTier.Host => "host memory",
        MemoryTier.Nvme => "NVMe",
        _ => "memory",
    };

    /// <summary>The name at the beginning of a heading.</summary>
    public static string Heading(MemoryTier tier) => tier switch
    {
        MemoryTier.Host => "Host memory",
        MemoryTier.Nvme => "NVMe",
        _ => "Memory",
    };
}
