namespace Orrery.CostModels.Chips;

/// <summary>Dollars beside the wafer. Vendors publish none of them: all are estimates, and move with the market.</summary>
internal static class CostConstants
{
    /// <summary>
    /// Dollars a mm2 of silicon interposer with assembly: Silicon Analysts (2026) put the packages of H100 and B200 at 750 and
    /// 1100 dollars, over about 1620 and 2730 mm2 of interposer.
    /// </summary>
    public const double InterposerPerMm2 = 0.45;

    /// <summary>mm2 that a stack of HBM takes on the interposer: JEDEC's outline is about 10 mm x 11 mm.</summary>
    public const double HbmFootprint = 110;

    /// <summary>Interposer over what stands on it: gaps and edges. Assumed.</summary>
    public const double InterposerMargin = 1.1;

    /// <summary>Dollars of a flip-chip package on an organic substrate, before what its size adds. LLMCompass has 21.</summary>
    public const double OrganicPackage = 20;

    /// <summary>Dollars a mm2 of die that a larger organic package costs. Assumed.</summary>
    public const double OrganicPerMm2 = 0.03;

    /// <summary>Chance that placing one die or stack on an interposer goes well. Assumed.</summary>
    public const double PlacingYield = 0.99;

    /// <summary>Test before and after assembly, as a part of silicon and package. Assumed.</summary>
    public const double Test = 0.1;

    /// <summary>
    /// Dollars a GB. HBM2: 20, from estimates of the 16 GB of a Radeon VII at 320 dollars (2019). HBM3 and HBM3e: 17 and 15, from
    /// estimates of H100 (1350 dollars, 80 GB) and B200 (2900 dollars, 192 GB) by Silicon Analysts (2026). HBM2e is assumed as
    /// HBM3. GDDR6: 3.4, DRAMeXchange spot price of 2023; its faster and newer kinds are assumed dearer, GDDR5 as GDDR6.
    /// </summary>
    public static double MemoryPerGigabyte(string type) => type.ToUpperInvariant() switch
    {
        "HBM2" => 20,
        "HBM3E" => 15,
        string kind when kind.StartsWith("HBM", StringComparison.Ordinal) => 17,
        "GDDR6X" or "GDDR7" => 5,
        _ => 3.4,
    };
}
