using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>What each way of measuring adds to the time that a kernel takes on the GPU.</summary>
public sealed record MethodConstants
{
    [Parameter("Seconds from one kernel of a CUDA graph to the next", Min = 0, Max = 20e-6), Fitted]
    public double GraphSeconds { get; init; } = 1e-6;

    [Parameter("Seconds that a profiler's events around a plug-in layer see beside its kernel", Min = 0, Max = 50e-6), Fitted]
    public double PluginSeconds { get; init; } = 5.5e-6;

    [Parameter("Seconds that events around one eager operator see beside its kernel", Min = 0, Max = 200e-6), Fitted]
    public double EventSeconds { get; init; } = 23e-6;

    [Parameter("Seconds that a clock on the CPU sees beside one operator and its synchronisation", Min = 0, Max = 200e-6), Fitted]
    public double WallClockSeconds { get; init; } = 25e-6;
}
