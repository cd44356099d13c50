namespace Orrery.Gpu.Memory.Parts;

/// <summary>The oldest first (FCFS).</summary>
public sealed class FirstCome : IMemoryScheduler
{
    /// <inheritdoc/>
    public int Choose(in WaitingRequests waiting) => 0;
}
