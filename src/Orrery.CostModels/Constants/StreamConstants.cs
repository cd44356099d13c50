using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Kernels that stream arrays.</summary>
public sealed record StreamConstants
{
    /// <summary>NVIDIA compute capability tables: 1024 to 2048.</summary>
    [Parameter("Threads that one multiprocessor holds", Min = 32, Max = 8192)]
    public double Threads { get; init; } = 2048;
}
