namespace Orrery.CostModels.Chips;

/// <summary>
/// Sizes of the parts of a GPU. "Calibrated" means: chosen on the published areas of V100, TU104, GA100, GH100, AD102, AD104, GA102
/// and GP100, and the same for all of them. The approach, transistors and bits over the density of the process, and the numbers
/// marked LLMCompass are those of Zhang et al., LLMCompass, ISCA 2024, and of its published program.
/// </summary>
internal static class AreaConstants
{
    /// <summary>
    /// Million transistors of a multiprocessor beside its arithmetic: schedulers, load and store, texture, its port. Calibrated;
    /// LLMCompass has 0.73 for each of 128 lanes and 55 for the port, 148 together.
    /// </summary>
    public const double SmControl = 110;

    /// <summary>
    /// Million transistors of an FP32 lane: LLMCompass has 0.13 for the FP32 and 0.18 for the integer unit, the rest is operand
    /// routing.
    /// </summary>
    public const double Fp32Lane = 0.4;

    /// <summary>Million transistors of an FP64 lane: LLMCompass has 0.69 for the unit alone; operand routing is assumed.</summary>
    public const double Fp64Lane = 1.0;

    /// <summary>
    /// Million transistors of one 16-bit multiply-add of a tensor unit: LLMCompass has 0.025 for the unit alone; wide accumulation
    /// and operand buffers more than double it. Calibrated.
    /// </summary>
    public const double TensorMultiplyAdd = 0.06;

    /// <summary>
    /// Million transistors of a multiprocessor's share of what draws pictures, raster and ray tracing, on chips that
    /// have it. Calibrated.
    /// </summary>
    public const double Graphics = 85;

    /// <summary>Area of registers, L1 and shared memory over that of their bits: banks, ports, tags. Calibrated.</summary>
    public const double SmSramOverhead = 2.5;

    /// <summary>
    /// Area of L2 over that of its bits: tags, error correction, queues. Calibrated; AMD's stacked 64 MiB cache of 36 mm2 in 7 nm,
    /// a plain array, has 2.5.
    /// </summary>
    public const double L2Overhead = 2.7;

    /// <summary>mm2 of the analogue interface to a stack of HBM, 1024 bits, which does not shrink. LLMCompass.</summary>
    public const double HbmInterface = 10.45;

    /// <summary>
    /// Million transistors of the controller of a stack of HBM. LLMCompass has 553 at 96.3 a mm2, which are 5.7 mm2 in 7 nm; the same
    /// area at the density of ProcessNode.
    /// </summary>
    public const double HbmController = 373;

    /// <summary>mm2 of interface and controller for 32 bits of GDDR, which hardly shrink. Calibrated.</summary>
    public const double GddrChannel = 3.0;

    /// <summary>
    /// mm2 of a GB/s (both directions) of links between GPUs down to 6 nm: NVLink 3 has 1.89 mm2 a link of 50 GB/s. LLMCompass.
    /// </summary>
    public const double LinkBefore5Nm = 0.038;

    /// <summary>The same from 5 nm on, with twice the rate a lane: NVLink 4 has 0.965 mm2 a link of 50 GB/s. LLMCompass.</summary>
    public const double LinkFrom5Nm = 0.0193;

    /// <summary>
    /// mm2 of a GB/s (both directions) of PCI Express: 0.48 mm2 a lane of 4 GB/s, 0.64 a lane of 8. LLMCompass, their mean.
    /// </summary>
    public const double Pcie = 0.1;

    /// <summary>
    /// Part of the die that none of these is: network on the chip, clocks, copy and video engines, edges, white space. Assumed; the
    /// calibrated numbers go with it.
    /// </summary>
    public const double Rest = 0.2;

    /// <summary>mm2 that a lithography field exposes: 26 mm x 33 mm. A die cannot be larger.</summary>
    public const double LithographyField = 858;
}
