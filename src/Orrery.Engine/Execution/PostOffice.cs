namespace Orrery.Engine.Execution;

/// <summary>All inboxes of one message type: who owns each, and what has arrived there.</summary>
internal abstract class PostOffice
{
    /// <summary>The place among the simulation's post offices.</summary>
    internal int Index { get; init; }

    internal abstract MailStore NewStore(Partition partition);

    internal abstract PostedMail NewPostedMail(int partitions);

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

    internal override MailStore NewStore(Partition partition) => new MailStore<T>(this, partition);

    internal override PostedMail NewPostedMail(int partitions) => new PostedMail<T>(partitions);

    internal override void Settle()
    {
        Inboxes = [.. _registered];
        Homes = [.. _registered.Select(inbox => inbox.Owner.Home.Index)];
    }
}
