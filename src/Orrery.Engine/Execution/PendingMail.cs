using Orrery.Engine.State;

namespace Orrery.Engine.Execution;

/// <summary>A letter that waits for its tick, out of any partition.</summary>
internal readonly record struct PendingLetter<T>(long Due, int Inbox, T Message, Origin Origin) where T : unmanaged
{
    /// <summary>By tick, then origin.</summary>
    internal int CompareTo(in PendingLetter<T> other) =>
        Due != other.Due ? Due.CompareTo(other.Due) : Origin.IsBefore(other.Origin) ? -1 : other.Origin.IsBefore(Origin) ? 1 : 0;
}

/// <summary>All letters of one message type that wait, out of any partition.</summary>
internal abstract class PendingMail
{
    /// <summary>Puts every letter into the partition that its inbox now lives in.</summary>
    internal abstract void Distribute(Partition[] partitions);

    internal abstract void Save(BinaryWriter output);
}

internal sealed class PendingMail<T> : PendingMail where T : unmanaged
{
    private readonly PostOffice<T> _office;

    /// <param name="office">Whose letters they are.</param>
    /// <param name="letters">All of them.</param>
    /// <param name="areInOrder">Each inbox's letters come in the order in which they will be read.</param>
    internal PendingMail(PostOffice<T> office, IEnumerable<PendingLetter<T>> letters, bool areInOrder)
    {
        _office = office;
        Letters = [.. letters];
        if (areInOrder) return;
        // A sender's letters lie in the order of sending: their places decide between equal origins.
        int[] places = [.. Enumerable.Range(0, Letters.Count)];
        PendingLetter<T>[] all = [.. Letters];
        Array.Sort(places, (a, b) => all[a].CompareTo(all[b]) is var order and not 0 ? order : a - b);
        Letters = [.. places.Select(place => all[place])];
    }

    /// <summary>Each inbox's letters in the order in which they will be read.</summary>
    internal IReadOnlyList<PendingLetter<T>> Letters { get; }

    internal override void Distribute(Partition[] partitions)
    {
        for (int rank = 0; rank < Letters.Count; rank++)
        {
            PendingLetter<T> letter = Letters[rank];
            // Everything sent from now on comes later, so a rank before all ticks keeps the order.
            var origin = new Origin { Sent = -1, Sender = rank };
            ((MailStore<T>)partitions[_office.Homes[letter.Inbox]].Mail[_office.Index]).Put(letter.Inbox, letter.Message, letter.Due, origin);
        }
    }

    internal override void Save(BinaryWriter output)
    {
        var writer = new PlainWriter(output, $"a message of type {typeof(T).Name}");
        output.Write(Letters.Count);
        // In an order that does not depend on partitions; the sort is stable, so an inbox's letters stay in theirs.
        foreach (PendingLetter<T> letter in Letters.OrderBy(letter => letter.Due).ThenBy(letter => letter.Inbox))
        {
            output.Write(letter.Due);
            output.Write(letter.Inbox);
            writer.Write(letter.Message, typeof(T), "");
        }
    }

    internal static PendingMail<T> Load(PostOffice<T> office, BinaryReader input)
    {
        var reader = new PlainReader(input, $"a message of type {typeof(T).Name}");
        var letters = new PendingLetter<T>[input.ReadInt32()];
        for (int i = 0; i < letters.Length; i++)
        {
            (long due, int inbox) = (input.ReadInt64(), input.ReadInt32());
            letters[i] = new PendingLetter<T>(due, inbox, (T)reader.Read(default(T), typeof(T), "")!, default);
        }
        return new PendingMail<T>(office, letters, areInOrder: true);
    }
}
