namespace Orrery.Engine.Tests.Order;

/// <summary>
/// A component that answers whatever it notices with random messages: what it draws depends on all it has noticed before, so the
/// smallest difference in order grows into another run.
/// </summary>
internal sealed class Chatterbox : Component
{
    private readonly long _lastTick;

    public readonly List<Input<Note>> In = [];
    public readonly List<Output<Note>> Out = [];
    public readonly Inbox<Note>[] Boxes;
    public readonly List<Outbox<Note>> Posts = [];

    /// <summary>Every run and every message taken: tick, port (-1 for the run itself), message.</summary>
    public readonly List<(long Tick, int Port, Note Message)> Log = [];

    /// <summary>Letters sent, to whomever.</summary>
    public readonly List<Note> Sent = [];

    private readonly int _firstInbox;
    private ulong _state;
    private int _count;

    public Chatterbox(Scope scope, string name, int seed, int inboxes, int firstInbox, long lastTick) : base(scope, name)
    {
        (_lastTick, _firstInbox, _state) = (lastTick, firstInbox, (ulong)seed * 77 + (ulong)Id);
        Boxes = [.. Enumerable.Range(0, inboxes).Select(_ => new Inbox<Note>(this))];
    }

    /// <summary>The delays of each outbox: at least the first, at most the second.</summary>
    public readonly List<(int Least, int Most)> Delays = [];

    /// <summary>The first number of the inboxes that each outbox addresses: the group begins there.</summary>
    public readonly List<int[]> Targets = [];

    protected internal override void Start() => SendSome(3);

    protected internal override void Run()
    {
        Log.Add((Now, -1, default));
        bool left = false;
        for (int port = 0; port < In.Count; port++)
        {
            while (In[port].HasMessage)
            {
                if (Draw(5) == 0)
                {
                    left = true;
                    break;
                }
                Notice(port, In[port].Take());
            }
        }
        for (int box = 0; box < Boxes.Length; box++)
        {
            while (Boxes[box].HasMessage)
            {
                if (Draw(5) == 0)
                {
                    left = true;
                    break;
                }
                Notice(100 + box, Boxes[box].Take());
            }
        }
        if (left && Draw(3) != 0) WakeNext();
        SendSome(Draw(3));
        if (Draw(4) == 0 && Now < _lastTick) WakeAt(Now + 1 + Draw(9));
    }

    private void Notice(int port, Note message)
    {
        Log.Add((Now, port, message));
        _state = Reference.Mixer.Mix(_state + (ulong)HashCode(message) + (ulong)port);
    }

    private static long HashCode(Note note) => (((note.Due * 31 + note.Sent) * 31 + note.Sender) * 31 + note.Count) * 31 + note.Inbox;

    private void SendSome(int most)
    {
        if (Now > _lastTick) return;
        for (int i = 0; i < most; i++)
        {
            for (int post = 0; post < Posts.Count; post++)
            {
                (int least, int range) = (Delays[post].Least, Delays[post].Most);
                int to = Draw(Posts[post].Count), delay = least + Draw(range - least + 1);
                Posts[post].Send(to, Letter(delay, Targets[post][to]), delay);
            }
            foreach (Output<Note> output in Out)
            {
                if (Draw(2) == 0) output.TrySend(new Note(0, Now, Id, ++_count, -1), 1 + Draw(3));
            }
            if (Boxes.Length > 0 && Draw(6) == 0)
            {
                int delay = 1 + Draw(7);
                Boxes[0].SendLater(Letter(delay, _firstInbox), delay);
            }
        }
    }

    private Note Letter(int delay, int inbox)
    {
        var note = new Note(Now + delay, Now, Id, ++_count, inbox);
        Sent.Add(note);
        return note;
    }

    private int Draw(int below)
    {
        _state += Reference.Mixer.Golden;
        return (int)(Reference.Mixer.Mix(_state) % (ulong)below);
    }
}
