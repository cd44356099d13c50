using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Work;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Costs;

/// <summary>
/// The optimizer of one device: norm and cut of gradients, loss scale where there is one, Adam; from the host where its state lives there.
/// </summary>
/// <param name="book">The cluster.</param>
/// <param name="plan">The plan.</param>
/// <param name="shape">How work is split.</param>
/// <param name="gpu">The GPU.</param>
public sealed class OptimizerCost(CostBook book, Plan plan, WorkShape shape, Gpu gpu)
{
    // Gradients to 32 bits; unscaled and looked through for overflow; read for the norm; cut.
    private static readonly ElementFunction Widen = new("widen", 0.5, 1, 1, 5);
    private static readonly ElementFunction Unscale = new("unscale", 1, 1, 2, 6);
    private static readonly ElementFunction Norm = new("norm", 1, 0, 2, 5);
    private static readonly ElementFunction Cut = new("cut", 1, 1, 1, 5);

    private readonly NumberFormat _states = PlanFormats.Of(plan.OptimizerFormat);
    private readonly NumberFormat? _master = plan.MasterFormat == "none" ? null : PlanFormats.Of(plan.MasterFormat);

    /// <summary>Bytes of moments and exact weights of one parameter.</summary>
    public double StateBytes => (2 * _states.Bytes) + (_master?.Bytes ?? 0);

    /// <summary>Seconds on the device.</summary>
    /// <param name="updated">Parameters that this device updates.</param>
    /// <param name="held">Parameters whose gradients it holds.</param>
    public double Seconds(double updated, double held)
    {
        double seconds = Flat(Norm, updated) + Flat(Cut, updated) + book.Operators.Cost(Adam(updated), gpu).Seconds;
        if (shape.Gradients.Bits < 32)
        {
            seconds += Flat(Widen, updated);
        }

        if (shape.Plain.Name == "fp16")
        {
            seconds += Flat(Unscale, updated);
        }

        // Sums of gradients are cleared for the next step.
        return (seconds + (held * shape.Gradients.Bytes / (gpu.Memory.Bandwidth.BytesPerSecond * StoreRate))) * shape.Software.KernelTime;
    }

    /// <summary>Energy of it in joules.</summary>
    public double Joules(double updated) => book.Operators.Cost(Adam(updated), gpu).Joules;

    /// <summary>
    /// Seconds by which state that lives behind the host's link makes the step longer: it comes and goes in blocks beside each other and
    /// beside the update, so the slowest of link, host memory and flash counts (ZeRO-Infinity, arXiv 2104.07857, section 5.2).
    /// </summary>
    public double HostSeconds(double updated)
    {
        if (plan.OptimizerAt == "gpu")
        {
            return 0;
        }

        HostTier host = book.Cluster.Host;
        double bytes = updated * StateBytes;
        double link = host.Link?.BytesPerSecond ?? (gpu.Links.Pcie?.BytesPerSecond ?? 64e9) / 2;
        int sharing = book.Cluster.GpusPerNode;
        double seconds = Math.Max(bytes / link, 2 * bytes * sharing / host.MemoryBandwidth.BytesPerSecond);
        return plan.OptimizerAt == "nvme" ? Math.Max(seconds, 2 * bytes * sharing / host.NvmeBandwidth.BytesPerSecond) : seconds;
    }

    // Writing alone reaches what streaming does.
    private const double StoreRate = 0.86;

    private OptimizerStep Adam(double parameters) =>
        new("Adam", shape.Plain, Math.Max(1, (long)parameters), NumberFormat.Fp32, _states, _master);

    private double Flat(ElementFunction function, double elements) => book.Operators.Cost(
        new Elementwise(function.Name, NumberFormat.Fp32, (int)Math.Max(1, elements / 1024), 1024, function), gpu).Seconds;
}
