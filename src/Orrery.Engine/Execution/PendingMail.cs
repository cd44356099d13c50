using Orrery.Engine.State;

namespace Orrery.Engine.Execution;

/// <summary>A letter that waits for its tick, out of any partition.</summary>
internal readonly record struct PendingLetter<T>(long Due, int Inbox, T Message) where T : unmanaged;

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
    /// <param name="letters">All of them, each inbox's in the order in which they will be read.</param>
    internal PendingMail(PostOffice<T> office, IEnumerable<PendingLetter<T>> letters) => (_office, Letters) = (office, [.. letters]);

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
            letters[i] = new PendingLetter<T>(due, inbox, (T)reader.Read(default(T), typeof(T), "")!);
        }
        return new PendingMail<T>(office, letters);
    }
}
