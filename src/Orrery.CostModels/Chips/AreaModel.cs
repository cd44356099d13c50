using Orrery.Hardware;

namespace Orrery.CostModels.Chips;

/// <summary>
/// Predicts the area of a die from what is on it. Counts are those of the silicon (<see cref="GpuDie"/>) where they are
/// given, and at least those that are enabled.
/// </summary>
public static class AreaModel
{
    private const double BitsInMiB = 8.0 * 1024 * 1024;

    /// <summary>The area of one die; null for chips that are no GPUs, whose parts the model does not know.</summary>
    public static DieArea? Of(Gpu gpu)
    {
        if (gpu.IsTpu)
        {
            return null;
        }

        ProcessNode process = ProcessNode.Of(gpu.ProcessNm);
        int dies = gpu.Die.Count ?? 1;
        int sms = Math.Max(gpu.Die.SmCount ?? 0, (gpu.SmCount + dies - 1) / dies);
        double clock = gpu.Clock.Boost.Hertz;
        bool stacked = gpu.Memory.Type.StartsWith("HBM", StringComparison.OrdinalIgnoreCase);

        // A board that has HBM is made to compute, one with GDDR came from a chip that also draws.
        double graphics = stacked ? 0 : AreaConstants.Graphics;
        double control = sms * (AreaConstants.SmControl + graphics) / process.LogicDensity;
        double fp64Lanes = (gpu.Peak.Fp64?.PerSecond ?? 0) / (2 * clock * gpu.SmCount);
        double lanes = (gpu.Sm.Fp32Lanes * AreaConstants.Fp32Lane) + (fp64Lanes * AreaConstants.Fp64Lane);
        double vector = sms * lanes / process.LogicDensity;
        double tensor = sms * MultiplyAdds(gpu) / (2 * clock * gpu.SmCount) * AreaConstants.TensorMultiplyAdd / process.LogicDensity;

        double megabyte = BitsInMiB * process.SramCell * 1e-6;
        double smMemory = sms * MiB(gpu.Sm.Registers.Bytes + OnChip(gpu)) * megabyte * AreaConstants.SmSramOverhead;
        double l2 = MiB(Math.Max(gpu.Die.L2?.Bytes ?? 0, (double)gpu.L2.Size.Bytes / dies)) * megabyte * AreaConstants.L2Overhead;

        double bits = Math.Max(gpu.Die.BusBits ?? 0, BusBits(gpu) / dies);
        double memory = stacked
            ? bits / 1024 * (AreaConstants.HbmInterface + (AreaConstants.HbmController / process.LogicDensity))
            : bits / 32 * AreaConstants.GddrChannel;
        double perLink = gpu.ProcessNm <= 5 ? AreaConstants.LinkFrom5Nm : AreaConstants.LinkBefore5Nm;
        double links = ((gpu.Links.Nvlink?.BytesPerSecond ?? 0) * perLink / 1e9 / dies)
            + ((gpu.Links.Pcie?.BytesPerSecond ?? 0) * AreaConstants.Pcie / 1e9 / dies);
        double known = control + vector + tensor + smMemory + l2 + memory + links;
        double rest = known * AreaConstants.Rest / (1 - AreaConstants.Rest);
        return new DieArea(control, vector, tensor, smMemory, l2, memory, links, rest, sms);
    }

    // Some boards halve the rate of FP16 with FP32 accumulation, so the width of the unit shows in its narrowest format.
    private static double MultiplyAdds(Gpu gpu)
    {
        if (gpu.Generation == "pascal")
        {
            return 0;
        }

        double half = Math.Max(gpu.Peak.Fp16?.PerSecond ?? 0, gpu.Peak.Bf16?.PerSecond ?? 0);
        double bytes = Math.Max(gpu.Peak.Fp8?.PerSecond ?? 0, gpu.Peak.Int8?.PerSecond ?? 0);
        return gpu.Generation is "cdna1" or "cdna2" ? half : Math.Max(half, bytes / 2);
    }

    // AMD keeps shared memory beside the L1 cache, and so did Pascal; all others keep it within, so that L1 counts for both.
    private static double OnChip(Gpu gpu) => gpu.Generation is "cdna1" or "cdna2" or "pascal"
        ? gpu.Sm.L1.Bytes + gpu.Sm.Shared.Bytes : Math.Max(gpu.Sm.L1.Bytes, gpu.Sm.Shared.Bytes);

    // Where the width of the bus is not told: a stack of HBM brings 400 to 1000 GB/s, 32 bits of GDDR 30 to 110; the middle of each.
    private static double BusBits(Gpu gpu) => gpu.Memory.BusBits
        ?? (gpu.Memory.Type.StartsWith("HBM", StringComparison.OrdinalIgnoreCase)
            ? 1024 * Math.Ceiling(gpu.Memory.Bandwidth.BytesPerSecond / 700e9)
            : 32 * Math.Ceiling(gpu.Memory.Bandwidth.BytesPerSecond / 70e9));

    private static double MiB(double bytes) => bytes / (1024 * 1024);
}
