using Orrery.Experiments.Cycle;

namespace Orrery.Reporting.Cycle;

/// <summary>Every number of every kernel as a row: component, metric, unit, value.</summary>
public static class CycleStats
{
    /// <summary>The rows of all kernels and of their sum.</summary>
    public static IEnumerable<(string Component, string Metric, string Unit, double Value)> Rows(CycleDetail detail) =>
        detail.Kernels.SelectMany((kernel, at) => Rows($"kernel.{at}.{kernel.Name}", kernel)).Concat(Rows("kernels", detail.Total));

    private static IEnumerable<(string Component, string Metric, string Unit, double Value)> Rows(string component, KernelFigures kernel)
    {
        yield return (component, "start", "s", kernel.StartSeconds);
        yield return (component, "time", "s", kernel.Seconds);
        yield return (component, "cycles", "1", kernel.Cycles);
        yield return (component, "warp instructions", "1", kernel.WarpInstructions);
        yield return (component, "simulated fraction", "1", kernel.SimulatedFraction);
        yield return (component, "sampling error", "1", kernel.SamplingError);
        yield return (component, "clock", "Hz", kernel.Hertz);
        yield return (component, "energy", "J", kernel.Joules);
        yield return (component, "DRAM bytes read", "B", kernel.DramBytesRead);
        yield return (component, "DRAM bytes written", "B", kernel.DramBytesWritten);
        if (kernel.Occupancy is { } occupancy)
        {
            yield return (component, "theoretical occupancy", "1", occupancy.Theoretical);
            yield return (component, "achieved occupancy", "1", occupancy.Achieved);
        }
        foreach (UnitUse unit in kernel.Units)
        {
            yield return (component, unit.Name + " achieved", unit.Unit, unit.Achieved);
            yield return (component, unit.Name + " peak", unit.Unit, unit.Peak);
        }
        foreach (HitRate hits in kernel.Hits)
        {
            if (hits.Rate is { } rate)
                yield return (component, hits.Name + " hit rate", "1", rate);
        }
        foreach (WarpTime state in kernel.Warps)
            yield return (component, state.Name, "warp cycles", state.Cycles);
    }
}
