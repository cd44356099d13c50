using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>An inbox, whatever its messages are.</summary>
internal interface IInbox
{
    /// <summary>Messages that have arrived and were not taken. Between windows.</summary>
    int Waiting { get; }
}

/// <summary>
/// Receives messages from any number of senders, each after a delay of the sender's choice, in the order of the order
/// contract: by tick of arrival, then tick sent, sender, and the sender's own order.
/// </summary>
public sealed class Inbox<T> : Port, IInbox where T : unmanaged
{
    private MailStore<T>? _store;

    // The first letter of a chain in the store, all of this tick. It lies here and not in a table of the store, because the owner
    // touches this object anyway.
    internal int Head;
    internal int OwnerLocal;

    /// <summary>What was left unread in earlier ticks, oldest first; null while there is none.</summary>
    private Fifo<T>? _backlog;

    public Inbox(Component owner) : base(owner) => Index = owner.Simulation.Office<T>().Register(this);

    /// <summary>True when a message has arrived and was not taken yet.</summary>
    public bool HasMessage => Head != TimingWheel<T>.None || _backlog is not null;

    /// <summary>Takes the first message if one has arrived.</summary>
    public bool TryTake(out T message)
    {
        bool there = HasMessage;
        message = there ? Take() : default;
        return there;
    }

    /// <summary>Takes the first message; there must be one.</summary>
    public T Take()
    {
        int head = Head;
        return head == TimingWheel<T>.None | _backlog is not null ? TakeFromBacklog() : _store!.Read(head, out Head);
    }

    /// <summary>Sends to this inbox from its own component: a timer.</summary>
    /// <param name="message">Comes back after the delay.</param>
    /// <param name="delay">At least one tick.</param>
    public void SendLater(T message, long delay)
    {
        if (delay < 1 || delay >> Outbox.DelayBits != 0) Fail.Delay(Owner, Name, delay, 1);
        _store!.Send(Owner, Index, message, delay);
    }

    int IInbox.Waiting => _backlog?.Count ?? 0;

    /// <summary>The place among all inboxes of this message type.</summary>
    internal int Index { get; }

    /// <summary>An inbox may be fed by its owner alone, or stay empty.</summary>
    internal override bool IsConnected => true;

    /// <summary>What lies unread, oldest first. Between windows.</summary>
    internal T[] Unread => _backlog?.ToArray() ?? [];

    internal void SetAside(T message) => (_backlog ??= _store!.Backlogs.TryPop(out Fifo<T>? empty) ? empty : new Fifo<T>()).Enqueue(message);

    internal override void Settle()
    {
        _store = (MailStore<T>)Owner.Home.Mail[Owner.Simulation.Office<T>().Index];
        OwnerLocal = Owner.Local;
    }

    private T TakeFromBacklog()
    {
        if (_backlog is null) Fail.Empty(Owner, Name);
        T message = _backlog.Dequeue();
        if (_backlog.Count == 0)
        {
            _store!.Backlogs.Push(_backlog);
            _backlog = null;
        }
        return message;
    }
}
