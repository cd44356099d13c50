using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>Blocks of queries from the last to the first, so that those that see the most keys do not begin at the end.</summary>
/// <param name="Blocks">Blocks in x; 1 leaves them as they are.</param>
internal readonly record struct BlockOrder(int Blocks)
{
    /// <summary>Trips of the block that takes another's place.</summary>
    public BlockTrips Turn(BlockTrips trips) => trips with
    {
        AtOrigin = trips.AtOrigin + (Blocks - 1) * trips.PerX,
        PerX = Blocks > 1 ? -trips.PerX : trips.PerX,
    };

    /// <summary>Addresses of the block that takes another's place.</summary>
    public AddressPattern Turn(AddressPattern pattern) => pattern with
    {
        Base = pattern.Base + (Blocks - 1) * pattern.StrideX,
        StrideX = Blocks > 1 ? -pattern.StrideX : pattern.StrideX,
    };
}
