namespace Orrery.Engine.Execution;

/// <summary>The places of a link, in a circle. One writer, one reader.</summary>
internal sealed class Ring<T> where T : unmanaged
{
    internal readonly Slot<T>[] Slots;

    /// <summary>Where the writer went on when a ring without a fixed capacity became too small.</summary>
    internal Ring<T>? Successor;

    internal Ring(int places) => Slots = new Slot<T>[places];
}
