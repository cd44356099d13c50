using Orrery.CostModels.Constants;
using Orrery.Hardware;

namespace Orrery.Training.Results;

/// <summary>What a GPU draws while it computes nothing.</summary>
internal static class IdlePower
{
    /// <summary>Watts: the static part of the energy model.</summary>
    public static double Of(Gpu gpu)
    {
        EnergyConstants constants = GpuCalibration.Of(gpu, PhysicalConstants.Default).Energy;
        return Math.Min(constants.StaticWatts, gpu.Tdp.Watts / 3) + (gpu.Tdp.Watts * constants.StaticShare);
    }
}
