using Orrery.Hardware;

namespace Orrery.CostModels.Chips;

/// <summary>
/// What a GPU's package with its memory costs to make, in dollars: no board, no design, no margin. An estimate from published
/// estimates, good for comparing designs, not for a quotation.
/// </summary>
/// <param name="DieAreaMm2">Area of one die that the cost is for.</param>
/// <param name="DiesPerWafer">Whole dies on a wafer of 300 mm.</param>
/// <param name="FlawlessYield">Part of the dies without a defect.</param>
/// <param name="Yield">Part of the dies that can be sold, with the multiprocessors switched off that the product does without.</param>
/// <param name="Silicon">All dies of a package.</param>
/// <param name="Memory">Device memory.</param>
/// <param name="Package">Interposer or substrate, and what assembly spoils.</param>
/// <param name="Test">Tests before and after assembly.</param>
public sealed record ChipCost(double DieAreaMm2, int DiesPerWafer, double FlawlessYield, double Yield, double Silicon, double Memory,
    double Package, double Test)
{
    /// <summary>Everything, in dollars.</summary>
    public double Total => Silicon + Memory + Package + Test;

    /// <summary>The cost of a GPU; null where the area model does not know its parts, or its die does not fit a wafer.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="dieAreaMm2">A known area of the die; left out, the predicted one counts, which a comparison of designs needs.</param>
    public static ChipCost? Of(Gpu gpu, double? dieAreaMm2 = null)
    {
        if (AreaModel.Of(gpu) is not { } area)
        {
            return null;
        }

        double size = dieAreaMm2 ?? area.Total;
        double scale = size / area.Total;
        int dies = gpu.Die.Count ?? 1;
        int perWafer = Wafer.Dies(size);
        if (perWafer == 0)
        {
            return null;
        }

        ProcessNode process = ProcessNode.Of(gpu.ProcessNm);
        int needed = Math.Min(area.Sms, (gpu.SmCount + dies - 1) / dies);

        // Rows of a large cache are repaired with spare ones, so a defect there kills nothing.
        double deadly = (area.Total - (area.Sm * area.Sms) - area.L2) * scale;
        double yield = DieYield.Harvested(area.Sm * scale, area.Sms, needed, deadly, process.DefectDensity);
        double silicon = dies * process.WaferPrice / (perWafer * yield);
        double memory = gpu.Memory.Capacity.Bytes / 1e9 * CostConstants.MemoryPerGigabyte(gpu.Memory.Type);
        double package = Packaged(gpu, size, dies, silicon + memory);
        return new ChipCost(size, perWafer, DieYield.Flawless(size, process.DefectDensity), yield, silicon, memory, package,
            CostConstants.Test * (silicon + package));
    }

    private static double Packaged(Gpu gpu, double size, int dies, double content)
    {
        if (!gpu.Memory.Type.StartsWith("HBM", StringComparison.OrdinalIgnoreCase))
        {
            return CostConstants.OrganicPackage + (CostConstants.OrganicPerMm2 * size * dies);
        }

        int stacks = gpu.Memory.Stacks ?? (int)Math.Ceiling((gpu.Memory.BusBits ?? 1024) / 1024.0);
        double interposer = CostConstants.InterposerMargin * ((size * dies) + (stacks * CostConstants.HbmFootprint))
            * CostConstants.InterposerPerMm2;
        double good = Math.Pow(CostConstants.PlacingYield, dies + stacks);
        return interposer + ((content + interposer) * ((1 / good) - 1));
    }
}
