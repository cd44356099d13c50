namespace Orrery.Engine.Execution;

/// <summary>A letter under way to another partition.</summary>
internal struct PostedLetter<T> where T : unmanaged
{
    internal T Message;
    internal int Inbox;
    internal Origin Origin;
    internal long Due;
}
