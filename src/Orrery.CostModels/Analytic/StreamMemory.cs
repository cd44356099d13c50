namespace Orrery.CostModels.Analytic;

/// <summary>How fast arrays stream through the memory of a GPU.</summary>
internal static class StreamMemory
{
    /// <summary>Bytes a second that a kernel which only streams gets from device memory.</summary>
    public static double Bandwidth(Machine machine)
    {
        Constants.StreamConstants stream = machine.Constants.Stream;
        bool stacked = machine.Gpu.Memory.Type.StartsWith("HBM", StringComparison.OrdinalIgnoreCase);
        double part = (stacked, machine.Gpu.Generation) switch
        {
            (false, _) => stream.GddrEfficiency,
            (_, "pascal") => stream.PascalHbmEfficiency,
            (_, "cdna1" or "cdna2") => stream.CdnaHbmEfficiency,
            _ => stream.HbmEfficiency,
        };
        return part * machine.Gpu.Memory.Bandwidth.BytesPerSecond;
    }

    /// <summary>
    /// Bytes a second between the last-level cache and all multiprocessors; no less than device memory gives, whose bytes pass
    /// through it.
    /// </summary>
    public static double CacheBandwidth(Machine machine) =>
        Math.Max(Bandwidth(machine), machine.Sms * machine.Clock * machine.Constants.Stream.L2BytesPerClock);

    /// <summary>
    /// Part of a footprint that is still in the last-level cache since it was touched last: what the kernel before wrote or a
    /// row that is read a second time. All of a small one, nothing of one as large as the cache.
    /// </summary>
    public static double Kept(Machine machine, double footprint) => Kept(machine, footprint, machine.L2Size);

    /// <summary>The same for a cache of another size.</summary>
    public static double Kept(Machine machine, double footprint, double size) =>
        Math.Clamp((1 - (footprint / size)) / (1 - machine.Constants.Stream.KeptWhole), 0, 1);

    /// <summary>Seconds of a load when this part of the footprint is in the last-level cache.</summary>
    public static double Latency(Machine machine, double kept) =>
        (kept * machine.Constants.Memory.L2Latency) + ((1 - kept) * machine.Constants.Memory.Latency);
}
