using static Orrery.Engine.Execution.Unchecked;

namespace Orrery.Engine.Execution;

/// <summary>The letters of one message type that wait in one partition for their tick.</summary>
internal abstract class MailStore
{
    /// <summary>When the earliest letter is due. A field and not a virtual property: it is asked for in every tick.</summary>
    internal readonly TimingWheel Wheel;

    /// <summary>Letters were handed out in the current tick.</summary>
    internal bool HasDelivered;

    private protected MailStore(TimingWheel wheel) => Wheel = wheel;

    internal abstract void Rebase(long tick);

    /// <summary>Hands the letters of the next tick to their inboxes and wakes the owners.</summary>
    internal abstract void Deliver(WakeSet awake);

    /// <summary>Called after a tick with deliveries: sets aside what was left unread.</summary>
    internal abstract void EndTick();

    /// <summary>Takes in what another worker's components sent.</summary>
    internal abstract void Collect(PostedMail mail);
}

internal sealed class MailStore<T> : MailStore where T : unmanaged
{
    private const int None = TimingWheel<T>.None;
    private const int Ahead = 6;
    private readonly TimingWheel<T> _wheel;
    private readonly PostOffice<T> _office;
    private readonly Partition _partition;
    private readonly bool _isAlone;
    /// <summary>Inboxes that no cache near the core can hold are asked for ahead; for fewer that would only cost.</summary>
    private readonly bool _isLarge;
    private readonly List<int> _unsorted = [];

    /// <summary>Emptied backlogs, for the next inbox that is left with unread letters.</summary>
    internal readonly Stack<Fifo<T>> Backlogs = [];
    private Origin[] _origins = [];
    private int _delivered;
    private int _unread;

    internal MailStore(PostOffice<T> office, Partition partition) : base(new TimingWheel<T>())
    {
        _wheel = (TimingWheel<T>)Wheel;
        _office = office;
        _partition = partition;
        _isAlone = partition.IsAlone;
        _isLarge = partition.Members.Length > 4096;
        if (!_isAlone) _wheel.Moved = (from, to) => SetOrigin(to, _origins[from]);
    }

    internal override void Rebase(long tick) => _wheel.Rebase(tick);

    internal void Send(Component sender, int inbox, T message, long delay)
    {
        if (_isAlone)
        {
            _wheel.Add(_partition.Now + delay, inbox, message);
            return;
        }
        SendInOrder(sender, inbox, message, delay);
    }

    /// <summary>Reads a letter that was delivered in this tick.</summary>
    internal T Read(int place, out int next)
    {
        ref Letter<T> letter = ref At(_wheel.Letters, place);
        next = letter.Next;
        _unread--;
        return letter.Message;
    }

    internal override void Deliver(WakeSet awake)
    {
        TimingWheel<T> wheel = _wheel;
        int tail = _delivered = wheel.Take(), unread = 0;
        Letter<T>[] letters = wheel.Letters;
        Inbox<T>[] inboxes = _office.Inboxes;
        (bool isAlone, bool isLarge) = (_isAlone, _isLarge);
        // Newest first, each before those that are there already: an inbox's chain comes out oldest first.
        while (tail != None)
        {
            int older = wheel.Before(tail), chunk = TimingWheel<T>.ChunkOf(tail);
            if (isLarge) PrefetchInboxes(Math.Max(chunk, tail - Ahead), tail);
            unread += tail - chunk;
            for (int place = tail - 1; place >= chunk; place--)
            {
                if (isLarge && place - Ahead >= chunk) PrefetchInboxes(place - Ahead, place - Ahead + 1);
                ref Letter<T> letter = ref At(letters, place);
                Inbox<T> box = At(inboxes, letter.Key);
                int head = box.Head;
                if (!isAlone && head != None && _origins[head].IsBefore(_origins[place])) _unsorted.Add(letter.Key);
                letter.Next = head;
                box.Head = place;
                awake.Add(box.OwnerLocal);
            }
            tail = older;
        }
        _unread = unread;
        HasDelivered = true;
        if (_unsorted.Count != 0) SortArrivals();
    }

    internal override void EndTick()
    {
        if (_unread != 0) SetAside();
        _wheel.Free(_delivered);
        _delivered = None;
        HasDelivered = false;
    }

    internal override void Collect(PostedMail mail)
    {
        foreach (ref readonly PostedLetter<T> posted in ((PostedMail<T>)mail).Take(_partition.Index))
        {
            Put(posted.Inbox, posted.Message, posted.Due, posted.Origin);
        }
    }

    internal void Put(int inbox, T message, long due, in Origin origin)
    {
        int place = _wheel.Add(due, inbox, message);
        if (!_isAlone) SetOrigin(place, origin);
    }

    /// <summary>Takes out everything that waits: by tick, and each inbox's letters in the order in which they would be read.</summary>
    internal IEnumerable<PendingLetter<T>> Drain()
    {
        var nobody = new WakeSet(_partition.Members.Length);
        while (Wheel.Next != long.MaxValue)
        {
            long due = Wheel.Next;
            // Delivering finds each inbox's order; nobody runs, so the letters are read here.
            Deliver(nobody);
            foreach (int place in _wheel.OldestFirst(_delivered))
            {
                Inbox<T> box = _office.Inboxes[_wheel.Letters[place].Key];
                while (box.Head != None) yield return new PendingLetter<T>(due, box.Index, Read(box.Head, out box.Head));
            }
            EndTick();
        }
    }

    private void PrefetchInboxes(int from, int end)
    {
        for (int place = from; place < end; place++) Prefetch(At(_office.Inboxes, At(_wheel.Letters, place).Key), 64);
    }

    private void SetOrigin(int place, in Origin origin)
    {
        if (place >= _origins.Length) Array.Resize(ref _origins, _wheel.Letters.Length);
        _origins[place] = origin;
    }

    private void SendInOrder(Component sender, int inbox, T message, long delay)
    {
        var origin = new Origin { Sent = _partition.Now, Sender = sender.Id };
        long due = origin.Sent + delay;
        int home = _office.Homes[inbox];
        if (home == _partition.Index) Put(inbox, message, due, origin);
        else _partition.Outgoing.Add(_office, home, inbox, message, origin, due);
    }

    /// <summary>Puts what arrived in this tick in the contract's order.</summary>
    private void SortArrivals()
    {
        foreach (int inbox in _unsorted)
        {
            ref int head = ref _office.Inboxes[inbox].Head;
            head = ChainSort.Sort(_wheel.Letters, _origins, head);
        }
        _unsorted.Clear();
    }

    /// <summary>Copies letters that their inbox's owner left unread to the inbox's backlog.</summary>
    private void SetAside()
    {
        foreach (int place in _wheel.OldestFirst(_delivered))
        {
            Inbox<T> box = _office.Inboxes[_wheel.Letters[place].Key];
            while (box.Head != None) box.SetAside(Read(box.Head, out box.Head));
        }
    }
}
