namespace Orrery.Gpu.Launch;

/// <summary>The kernels of a stream, which run one after the other.</summary>
/// <param name="kernels">Their numbers in the simulation.</param>
internal sealed class StreamQueue(int[] kernels)
{
    private int _next;

    /// <summary>The kernel that runs; -1 when none is left.</summary>
    public int Current => _next < kernels.Length ? kernels[_next] : -1;

    /// <summary>The kernel that runs has ended.</summary>
    public void Advance() => _next++;
}
