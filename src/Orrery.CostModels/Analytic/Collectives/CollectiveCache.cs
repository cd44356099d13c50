using System.Runtime.CompilerServices;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Remembers what each GPU brings to a collective: prices under its own calibration, and the fabric that its data sheet
/// implies. GPUs that nobody holds any more are forgotten.
/// </summary>
/// <param name="constants">What a GPU's own calibration is laid over.</param>
internal sealed class CollectiveCache(PhysicalConstants constants)
{
    private readonly ConditionalWeakTable<Gpu, Entry> _entries = [];

    public Entry Of(Gpu gpu) => _entries.TryGetValue(gpu, out Entry? entry) ? entry
        : _entries.GetValue(gpu, key => new Entry(
            new CollectiveCost(GpuCalibration.Of(key, constants).Collective, key.Clock.Boost.Hertz, Channels(key)), GpuFabric.Of(key)));

    // A TPU's links are fed by engines that copy, not by its cores.
    private static int Channels(Gpu gpu) => gpu.IsTpu ? int.MaxValue : gpu.SmCount;

    internal sealed record Entry(CollectiveCost Cost, Fabric Fabric);
}
