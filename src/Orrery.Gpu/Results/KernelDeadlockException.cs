namespace Orrery.Gpu.Results;

/// <summary>Nothing moves any more, and warps still wait: the message names them and their barrier.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="waiting">One line for each warp.</param>
public sealed class KernelDeadlockException(string kernel, IReadOnlyList<string> waiting)
    : Exception($"{kernel} is stuck: {waiting.Count} warps wait\n  " + string.Join("\n  ", waiting.Take(Shown)))
{
    private const int Shown = 8;

    /// <summary>One line for each warp that waits.</summary>
    public IReadOnlyList<string> Waiting { get; } = waiting;
}
