using Orrery.Gpu.Kernels;
using Orrery.Gpu.Machines;
using static Orrery.Gpu.Measuring.Microbenchmark;

namespace Orrery.Gpu.Measuring;

/// <summary>All microbenchmarks, in the order in which they are shown.</summary>
public static class MicrobenchmarkCatalogue
{
    private const string Cycles = "cycles";
    private const int Kibi = 1024;

    // m16n8k16.
    private const int MultiplyAdds = 2048;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Microbenchmark> All { get; } =
    [
        new("latency.shared", "pointer chase in shared memory", Cycles, m => Slope(m, loads => Microbenchmarks.SharedChase(loads, 4), 100, 200)),
        new("latency.l1", "pointer chase in L1", Cycles, m => Chase(m, 128, 8 * Kibi, 64)),
        new("latency.l2", "pointer chase in L2, mean of its partitions", Cycles, m => Chase(m, 640, 6554 * 640, 6554)),
        new("latency.memory", "pointer chase in device memory", Cycles, m => Chase(m, 69760, 1L << 40, 1000)),
        new("bandwidth.shared", "stream from shared memory", "B/cycle/SM", m => 16 * 512 * 4 / Slope(m, passes => Microbenchmarks.SharedStream(16, passes, 16, 16), 50, 100)),
        new("bandwidth.l1", "stream from L1", "B/cycle/SM", m => 16 * 512 * 4 / Slope(m, passes => Microbenchmarks.Stream(1, 16, passes, 32 * Kibi), 50, 100)),
        new("bandwidth.l2", "stream from L2, all SMs", "B/cycle", StreamFromL2),
        new("bandwidth.memory", "stream from device memory, part of the data sheet's", "%", StreamFromMemory),
        new("mma.1-warp", "mma.m16n8k16, 1 warp with 1 chain", "FMA/cycle/SM", m => Rate(m, 1, 1)),
        new("mma.4-warps", "mma.m16n8k16, 4 warps with 1 chain", "FMA/cycle/SM", m => Rate(m, 4, 1)),
        new("mma.4-warps-3-chains", "mma.m16n8k16, 4 warps with 3 chains", "FMA/cycle/SM", m => Rate(m, 4, 3)),
        new("mma.8-warps-2-chains", "mma.m16n8k16, 8 warps with 2 chains", "FMA/cycle/SM", m => Rate(m, 8, 2)),
        new("wgmma.n64", "wgmma.m64n64k16, 4 warps", Cycles, m => AsyncTensor(m, 64)),
        new("wgmma.n128", "wgmma.m64n128k16, 4 warps", Cycles, m => AsyncTensor(m, 128)),
        new("wgmma.n256", "wgmma.m64n256k16, 4 warps", Cycles, m => AsyncTensor(m, 256)),
        .. new[] { 2, 4, 8, 16, 32 }.Select(ways => new Microbenchmark($"conflict.{ways}-way", $"load with {ways}-way bank conflicts", Cycles, m => Conflict(m, ways))),
        new("latency.barrier", "barrier of a block with 1 warp", Cycles, m => Slope(m, times => Microbenchmarks.BarrierLatency(1, times), 100, 200)),
    ];

    private static double? Chase(GpuMachine machine, long stride, long footprint, int once) =>
        Slope(machine, loads => Microbenchmarks.PointerChase(loads, stride, footprint), once, 2 * once);

    // Four blocks on each multiprocessor read 40 KiB each, more than their shared memory leaves to L1.
    private static double? StreamFromL2(GpuMachine machine)
    {
        int shared = (int)(machine.Gpu.Sm.Shared.BaseValue / 4) - 2 * Kibi;
        int blocks = 4 * machine.Gpu.SmCount;
        int warps = Math.Min(16, machine.Warps / 4);
        return BytesPerCycle(machine, passes => Microbenchmarks.StreamFromL2(blocks, warps, passes, 40 * Kibi, shared), 8, 24, result => result.L2BytesSent);
    }

    private static double? StreamFromMemory(GpuMachine machine)
    {
        int blocks = 4 * machine.Gpu.SmCount;
        double bytes = BytesPerCycle(machine, passes => Microbenchmarks.Stream(blocks, Math.Min(16, machine.Warps / 4), passes, 0), 6, 16, result => result.DramBytesRead);
        return 100 * bytes * machine.Hertz / machine.Gpu.Memory.Bandwidth.BaseValue;
    }

    private static double? Rate(GpuMachine machine, int warps, int chains) => machine.TensorInterval(MultiplyAdds, "fp16") is null ? null
        : (double)MultiplyAdds * warps * chains / Slope(machine, length => Microbenchmarks.TensorRate(warps, chains, length, "fp16", 16), 500, 1500);

    private static double? AsyncTensor(GpuMachine machine, int n) => machine.Micro.Asynchronous?.TensorLatency is null ? null
        : Slope(machine, length => Microbenchmarks.AsyncTensorRate(1, length, n, "fp16"), 100, 300);

    // Cycles of a load that no other waits for: eight warps keep the banks busy.
    private static double? Conflict(GpuMachine machine, int ways) =>
        Slope(machine, passes => Microbenchmarks.SharedStream(8, passes, 4, 4 * ways), 50, 100) / (8 * 4);
}
