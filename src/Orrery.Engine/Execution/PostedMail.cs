namespace Orrery.Engine.Execution;

/// <summary>Letters of one type that one worker sent to other partitions within a window, a list for each partition.</summary>
internal abstract class PostedMail
{
}

internal sealed class PostedMail<T> : PostedMail where T : unmanaged
{
    private struct Pile
    {
        internal PostedLetter<T>[] Letters;
        internal int Count;
    }

    private readonly Pile[] _piles;

    internal PostedMail(int partitions)
    {
        _piles = new Pile[partitions];
        for (int i = 0; i < partitions; i++) _piles[i].Letters = [];
    }

    internal void Add(int partition, int inbox, T message, in Origin origin, long due)
    {
        ref Pile pile = ref _piles[partition];
        if (pile.Count == pile.Letters.Length) Array.Resize(ref pile.Letters, Math.Max(16, pile.Count * 2));
        ref PostedLetter<T> posted = ref pile.Letters[pile.Count++];
        posted.Message = message;
        posted.Inbox = inbox;
        posted.Origin = origin;
        posted.Due = due;
    }

    /// <summary>Everything for a partition, in the order of sending; the list is empty afterwards.</summary>
    internal ReadOnlySpan<PostedLetter<T>> Take(int partition)
    {
        ref Pile pile = ref _piles[partition];
        int count = pile.Count;
        pile.Count = 0;
        return pile.Letters.AsSpan(0, count);
    }
}
