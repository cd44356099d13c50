using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Collectives;

/// <summary>Fabrics, collectives and prices that are easy to calculate with.</summary>
internal static class Fabrics
{
    public static HardwareGpu A100 { get; } = GpuCatalogue.Find("a100-sxm4-80gb")!;

    /// <summary>A model in which nothing but links takes time.</summary>
    public static AnalyticCost LinksOnly { get; } = new(PhysicalConstants.Default with
    {
        Collective = new CollectiveConstants
        {
            LlSeconds = 0,
            Ll128Seconds = 0,
            SimpleSeconds = 0,
            FlagFlights = 1,
            SimpleFlights = 1,
            CopyBytesPerClock = double.PositiveInfinity,
        },
    });

    public static FabricTier Tier(
        string kind, double gigabytes, int? size, double microseconds = 0, int rails = 1, string shape = "switch", bool reduces = false) =>
        new()
        {
            Kind = kind,
            Shape = shape,
            Size = size,
            Bandwidth = Bandwidth.FromGigabytesPerSecond(gigabytes),
            Latency = Duration.FromMicroseconds(microseconds),
            Rails = rails,
            Efficiency = 1,
            Reduces = reduces,
        };

    public static Fabric Of(params FabricTier[] tiers) => new() { Name = "test", Tiers = tiers };

    public static Collective Collective(
        CollectiveOperation operation, double bytes, int ranks, int perNode = 0, bool peers = false) =>
        new("", NumberFormat.Fp16, operation, bytes, ranks, perNode == 0 ? ranks : perNode) { PeerKernels = peers };

    public static OperatorCost Cost(this AnalyticCost cost, Fabric fabric, Collective work) => cost.Cost(work, A100, fabric);
}
