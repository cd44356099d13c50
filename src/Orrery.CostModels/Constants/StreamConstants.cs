using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Kernels that stream arrays.</summary>
public sealed record StreamConstants
{
    /// <summary>
    /// Calibrated on V100 and A100 (0.89 to 0.93). STREAM on newer HBM lies within that range.
    /// </summary>
    [Parameter("Part of the peak bandwidth of HBM that a kernel which only streams reaches", Min = 0.3, Max = 1), Fitted]
    public double HbmEfficiency { get; init; } = 0.92;

    /// <summary>
    /// Error correction of GDDR travels over the same pins as the data. Calibrated on a T4 (0.77), and held a little above because
    /// Jia et al. 2019 (arXiv 1903.07486, table of memory bandwidths) find the T4 to be the least efficient of its class.
    /// </summary>
    [Parameter("Part of the peak bandwidth of GDDR that a kernel which only streams reaches", Min = 0.3, Max = 1), Fitted]
    public double GddrEfficiency { get; init; } = 0.79;

    /// <summary>
    /// Jia et al. 2018 (arXiv 1804.06826) read 70 % of the peak on P100 where the same program reads 83 % on V100; BabelStream
    /// (Deakin et al. 2018) reaches 0.74 to 0.76.
    /// </summary>
    [Parameter("The same for HBM behind the memory controllers of Pascal", Min = 0.3, Max = 1)]
    public double PascalHbmEfficiency { get; init; } = 0.76;

    /// <summary>BabelStream on MI100 and on one die of MI250X: 0.78 to 0.83.</summary>
    [Parameter("The same for HBM of CDNA", Min = 0.3, Max = 1)]
    public double CdnaHbmEfficiency { get; init; } = 0.81;

    /// <summary>
    /// A third of the width of the port: Jia et al. measure 0.30 to 0.34 of it on V100, T4 and P100 (arXiv 1903.07486).
    /// </summary>
    [Parameter("Bytes a clock that streams get from the last-level cache for each multiprocessor", Min = 4, Max = 128), Fitted]
    public double L2BytesPerClock { get; init; } = 26;

    /// <summary>
    /// Neither all nor nothing is found again, because the replacement is not by age alone: from the full size on nothing is.
    /// </summary>
    [Parameter("Part of the last-level cache up to which everything that was touched lately is found again", Min = 0.02, Max = 0.98), Fitted]
    public double KeptWhole { get; init; } = 0.25;
}
