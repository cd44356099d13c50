namespace Orrery.Engine.Execution;

/// <summary>
/// What the order contract sorts messages by: tick sent, then sender, then the sender's own order. Kept beside the letters, and
/// only where there are several partitions: one partition runs its components by id, so its letters come in order.
/// </summary>
internal struct Origin
{
    internal long Sent;
    internal int Sender;

    internal readonly bool IsBefore(in Origin other) => Sent < other.Sent || (Sent == other.Sent && Sender < other.Sender);
}

