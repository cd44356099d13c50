namespace Orrery.Engine.Tests.Order;

/// <summary>A message that says all that the order contract sorts by.</summary>
internal readonly record struct Note(long Due, long Sent, int Sender, int Count, int Inbox) : IComparable<Note>
{
    public int CompareTo(Note other) => (Due, Sent, Sender, Count).CompareTo((other.Due, other.Sent, other.Sender, other.Count));
}
