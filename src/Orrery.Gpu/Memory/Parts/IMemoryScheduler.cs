namespace Orrery.Gpu.Memory.Parts;

/// <summary>Chooses the request that a memory channel serves next.</summary>
public interface IMemoryScheduler
{
    /// <summary>The place of the request to serve.</summary>
    /// <param name="waiting">The oldest requests, oldest first; never none.</param>
    int Choose(in WaitingRequests waiting);
}
