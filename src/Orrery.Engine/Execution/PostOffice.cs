using Orrery.Engine.State;

namespace Orrery.Engine.Execution;

/// <summary>All inboxes of one message type: who owns each, and what has arrived there.</summary>
internal abstract class PostOffice
{
    /// <summary>The place among the simulation's post offices.</summary>
    internal int Index { get; init; }

    internal abstract MailStore NewStore(Partition partition);

    internal abstract PostedMail NewPostedMail(int partitions);

    /// <summary>Empties the stores of all partitions into one list.</summary>
    internal abstract PendingMail Gather(Partition[] partitions);

    internal abstract PendingMail Load(BinaryReader input);

    /// <summary>Writes what lies unread in the inboxes.</summary>
    internal abstract void SaveBacklogs(BinaryWriter output);

    internal abstract void LoadBacklogs(BinaryReader input);

    /// <summary>Fits the tables to the inboxes and to the partitions of their owners.</summary>
    internal abstract void Settle();
}

internal sealed class PostOffice<T> : PostOffice where T : unmanaged
{
    private readonly List<Inbox<T>> _registered = [];

    internal Inbox<T>[] Inboxes = [];

    /// <summary>The partition of each inbox. Apart from the inboxes: every sender reads it, while the owners write those.</summary>
    internal int[] Homes = [];

    internal int Register(Inbox<T> inbox)
    {
        _registered.Add(inbox);
        return _registered.Count - 1;
    }

    internal Inbox<T> At(int index) => _registered[index];

    internal override MailStore NewStore(Partition partition) => new MailStore<T>(this, partition);

    internal override PostedMail NewPostedMail(int partitions) => new PostedMail<T>(partitions);

    internal override PendingMail Gather(Partition[] partitions) =>
        new PendingMail<T>(this, partitions.SelectMany(partition => ((MailStore<T>)partition.Mail[Index]).Drain()));

    internal override PendingMail Load(BinaryReader input) => PendingMail<T>.Load(this, input);

    internal override void SaveBacklogs(BinaryWriter output)
    {
        foreach (Inbox<T> inbox in _registered)
        {
            var writer = new PlainWriter(output, $"a message in {inbox}");
            T[] unread = inbox.Unread;
            output.Write(unread.Length);
            foreach (T message in unread) writer.Write(message, typeof(T), "");
        }
    }

    internal override void LoadBacklogs(BinaryReader input)
    {
        foreach (Inbox<T> inbox in _registered)
        {
            var reader = new PlainReader(input, $"a message in {inbox}");
            for (int left = input.ReadInt32(); left > 0; left--) inbox.SetAside((T)reader.Read(default(T), typeof(T), "")!);
        }
    }

    internal override void Settle()
    {
        Inboxes = [.. _registered];
        Homes = [.. _registered.Select(inbox => inbox.Owner.Home.Index)];
    }
}
