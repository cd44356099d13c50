namespace Orrery.Gpu.Memory.Parts;

/// <summary>
/// Orders the ways of a set: the last one whose line is not on its way from memory makes room. An order is sixteen numbers of four bits,
/// the first in the lowest bits; <see cref="WayOrder"/> moves a way within it.
/// </summary>
public interface IReplacementPolicy
{
    /// <summary>The order after a way was used again.</summary>
    ulong AfterHit(ulong order, int way);

    /// <summary>The order after a way got a new line.</summary>
    ulong AfterFill(ulong order, int way, int ways);
}
