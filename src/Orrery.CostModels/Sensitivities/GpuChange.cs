using Orrery.Configuration.Units;
using Orrery.CostModels.Constants;
using Orrery.Hardware;

namespace Orrery.CostModels.Sensitivities;

/// <summary>One thing about a GPU that could be a tenth more: what it is called, and the GPU that has it.</summary>
/// <param name="Key">Stable name for programs: "memory_bandwidth".</param>
/// <param name="Title">Name for people: "memory bandwidth".</param>
/// <param name="Apply">The GPU with a tenth more of it.</param>
public sealed record GpuChange(string Key, string Title, Func<Gpu, Gpu> Apply)
{
    private const double More = 1.1;

    /// <summary>What a designer or a buyer can ask for, each by itself.</summary>
    public static IReadOnlyList<GpuChange> All { get; } =
    [
        new("memory_bandwidth", "memory bandwidth", gpu =>
            gpu with { Memory = gpu.Memory with { Bandwidth = Scaled(gpu.Memory.Bandwidth, More) } }),
        new("multiprocessors", "multiprocessors", Wider),
        new("clock", "clock", Faster),
        new("arithmetic_peak", "operations a clock", gpu => gpu with { Peak = gpu.Peak.Times(More) }),
        new("l2_size", "L2 size", gpu => gpu with { L2 = gpu.L2 with { Size = Scaled(gpu.L2.Size, More) } }),
        new("l2_bandwidth", "L2 bytes a clock", L2Bandwidth),
        new("power_limit", "power limit", gpu => gpu with { Tdp = Scaled(gpu.Tdp, More) }),
        new("link_bandwidth", "link bandwidth", Links),
    ];

    // Multiprocessors come whole; where there are few, one more is more than a tenth.
    private static Gpu Wider(Gpu gpu)
    {
        int count = (int)Math.Ceiling(gpu.SmCount * More);
        return gpu with { SmCount = count, Peak = gpu.Peak.Times((double)count / gpu.SmCount) };
    }

    // Peaks are rates at the boost clock, so they rise with it.
    private static Gpu Faster(Gpu gpu) => gpu with
    {
        Clock = new GpuClock { Base = gpu.Clock.Base is { } low ? Scaled(low, More) : null, Boost = Scaled(gpu.Clock.Boost, More) },
        Peak = gpu.Peak.Times(More),
    };

    // A data sheet does not give it, so it is changed where the models have it from: the physical constant.
    private static Gpu L2Bandwidth(Gpu gpu)
    {
        Constant port = Constant.Find("memory.l2_bytes_per_clock")!;
        double now = gpu.Calibration.TryGetValue(port.Name, out double own) ? own : port.Of(PhysicalConstants.Default);
        return gpu with { Calibration = new Dictionary<string, double>(gpu.Calibration) { [port.Name] = now * More } };
    }

    private static Gpu Links(Gpu gpu) => gpu with
    {
        Links = gpu.Links with
        {
            Nvlink = gpu.Links.Nvlink is { } nvlink ? Scaled(nvlink, More) : null,
            Pcie = gpu.Links.Pcie is { } pcie ? Scaled(pcie, More) : null,
        },
    };

    private static T Scaled<T>(T quantity, double factor) where T : struct, IQuantity<T> => T.FromBaseValue(quantity.BaseValue * factor);
}
