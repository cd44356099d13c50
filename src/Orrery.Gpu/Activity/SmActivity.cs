using Orrery.Gpu.Launch;

namespace Orrery.Gpu.Activity;

/// <summary>What a multiprocessor did when: its blocks. Bounded: of each kernel so many blocks one by one, the rest in one span.</summary>
/// <param name="sm">Number of the multiprocessor.</param>
/// <param name="kernels">Kernels of the simulation.</param>
internal sealed class SmActivity(int sm, int kernels)
{
    private const int MostOfKernel = 32;

    private readonly List<BlockSpan> _spans = [];
    private readonly int[] _told = new int[kernels];
    private readonly BlockSpan[] _rest = new BlockSpan[kernels];

    /// <summary>Blocks one by one, then what stands for the rest of each kernel.</summary>
    public IEnumerable<BlockSpan> Spans => _spans.Concat(_rest.Where(span => span.Blocks > 0));

    /// <summary>A block has ended.</summary>
    /// <param name="slot">Where it was.</param>
    /// <param name="launch">What it was.</param>
    /// <param name="end">Cycle after its last exit.</param>
    public void Ended(int slot, in BlockLaunch launch, long end)
    {
        if (_told[launch.Kernel]++ < MostOfKernel)
        {
            _spans.Add(new BlockSpan(sm, slot, launch.Kernel, launch.Time, end, 1, launch.X, launch.Y, launch.Z));
            return;
        }
        BlockSpan rest = _rest[launch.Kernel];
        _rest[launch.Kernel] = rest.Blocks == 0
            ? new BlockSpan(sm, -1, launch.Kernel, launch.Time, end, 1, launch.X, launch.Y, launch.Z)
            : rest with { Start = Math.Min(rest.Start, launch.Time), End = Math.Max(rest.End, end), Blocks = rest.Blocks + 1 };
    }
}
