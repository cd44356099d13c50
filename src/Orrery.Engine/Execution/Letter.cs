namespace Orrery.Engine.Execution;

/// <summary>An entry of a timing wheel: a message for an inbox, or a wake-up for a component.</summary>
internal struct Letter<T> where T : unmanaged
{
    internal T Message;

    /// <summary>The inbox's index, or the component's local number.</summary>
    internal int Key;

    /// <summary>The next letter that arrived at the same inbox in the same tick.</summary>
    internal int Next;
}

/// <summary>The message of a wake-up: none.</summary>
internal readonly struct Nothing
{
}
