using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>What each way of measuring adds to the time that a kernel takes on the GPU.</summary>
public sealed record MethodConstants
{
    [Parameter("Seconds from one kernel of a CUDA graph to the next", Min = 0, Max = 20e-6), Fitted]
    public double GraphSeconds { get; init; } = 1e-6;

    [Parameter("Seconds that a profiler's events around a plug-in layer see beside its kernel", Min = 0, Max = 50e-6), Fitted]
    public double PluginSeconds { get; init; } = 5.5e-6;

    /// <summary>
    /// It depends on the CPU, which tables seldom name: 26 us beside an A100 and a T4, 32 us beside a V100. The value lies between.
    /// </summary>
    [Parameter("Seconds that an eager framework works for its simplest operator", Min = 0, Max = 200e-6), Fitted]
    public double HostSeconds { get; init; } = 28.5e-6;

    /// <summary>Large element-wise operators on V100 and A100: their kernels start 11 to 15 us after the operator.</summary>
    [Parameter("Part of that time that comes after the kernel was handed to the GPU", Min = 0, Max = 1), Fitted]
    public double HostAfterPart { get; init; } = 0.55;

    /// <summary>Multiplications whose sum is split, against those that are not, on the same machine.</summary>
    [Parameter("Seconds that an eager framework needs for each further kernel of one operator", Min = 0, Max = 50e-6), Fitted]
    public double FurtherKernelSeconds { get; init; } = 4.5e-6;

    [Parameter("Seconds that a clock on the CPU sees beside one operator and its synchronisation", Min = 0, Max = 200e-6), Fitted]
    public double WallClockSeconds { get; init; } = 10e-6;

    /// <summary>Guards of torch.compile and the start of a Triton kernel from Python.</summary>
    [Parameter("Seconds more before the kernel starts where the operator is a compiled function", Min = 0, Max = 200e-6), Fitted]
    public double CompiledSeconds { get; init; } = 30e-6;

    [Parameter("Seconds that a compiled function takes to return while its kernel runs", Min = 0, Max = 100e-6), Fitted]
    public double CompiledAfterSeconds { get; init; } = 8e-6;
}
