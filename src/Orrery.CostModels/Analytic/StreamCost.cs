using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>How a kernel walks over its arrays.</summary>
/// <param name="Passes">Times that the compulsory bytes are touched, later passes hitting a cache.</param>
/// <param name="Steps">Dependent memory accesses from start to end of a small kernel.</param>
/// <param name="AccessBytes">Bytes that one thread asks for at once.</param>
internal readonly record struct Walk(double Passes, int Steps, double AccessBytes);

/// <summary>Kernels that stream arrays: norms, rotary embedding, activation, residual, routing.</summary>
internal static class StreamCost
{
    // Framework kernels for simple sums load 16 bytes a thread.
    internal const double Wide = 16;

    public static OperatorCost Of(Operator work, Machine machine)
    {
        Walk walk = WalkOf(work);
        double touched = work.Bytes * walk.Passes;

        // What threads can have on its way at once, divided by the time that it is on its way.
        double resident = machine.Resident(work.Bytes);
        double latency = (resident * machine.Constants.Memory.L2Latency) + ((1 - resident) * machine.Constants.Memory.Latency);
        double inFlight = (double)machine.Sms * machine.Constants.Stream.Threads * walk.AccessBytes / latency;
        double missing = work.Bytes * (1 - resident);
        double memory = Math.Max(missing / machine.Memory, touched / inFlight);
        double launch = machine.Constants.Memory.KernelSeconds + (walk.Steps * machine.Constants.Memory.Latency);
        return Overlapped.Cost(machine, work.Flops / machine.Vector, memory, touched / machine.L2, launch);
    }

    // Serving engines' kernels for RMSNorm, rotary embedding and gated activation handle one element a thread and access;
    // frameworks' generic kernels load wide. A norm reads its row again after the sum: three touches for two.
    internal static Walk WalkOf(Operator work) => work switch
    {
        Norm { Rms: true } => new Walk(1.5, 4, work.Format.Bytes),
        Norm => new Walk(1.5, 4, Wide),
        Rope => new Walk(1, 3, work.Format.Bytes),
        Activation { Gated: true } => new Walk(1, 2, work.Format.Bytes),
        Routing => new Walk(1, 4, Wide),
        _ => new Walk(1, 1, Wide),
    };
}
