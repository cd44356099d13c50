using Orrery.Engine;

namespace Orrery.Benchmarks.Phold;

/// <summary>A component that gets tokens, works on each and sends it on to a random other, a random delay later.</summary>
public sealed class PholdNode : Component
{
    private readonly PholdParameters _parameters;

    public Inbox<ulong> Tokens { get; }
    public Outbox<ulong> Others { get; }

    private ulong _sum;
    private long _count;
    private long _last;

    public PholdNode(Scope scope, string name, PholdParameters parameters) : base(scope, name)
    {
        _parameters = parameters;
        Tokens = new Inbox<ulong>(this);
        Others = new Outbox<ulong>(this);
    }

    public ulong Sum => _sum;
    public long Count => _count;
    public long Last => _last;

    protected override void Start()
    {
        for (int j = 0; j < _parameters.TokensEach; j++)
        {
            ulong token = SplitMix.Mix((ulong)(Id * _parameters.TokensEach + j + 1));
            long due = 1 + (long)((token >> 40) % _parameters.DelayRange);
            if (due <= _parameters.EndTick) Tokens.SendLater(token, due);
        }
    }

    protected override void Run()
    {
        long now = Now;
        while (Tokens.HasMessage)
        {
            ulong token = Tokens.Take();
            for (int i = 0; i <= _parameters.Work; i++) token = SplitMix.Mix(token + SplitMix.Golden);
            _count++;
            _sum += token;
            long delay = 1 + (long)((token >> 40) % _parameters.DelayRange);
            if (now + delay <= _parameters.EndTick) Others.Send((int)(token % (ulong)Others.Count), token, delay);
        }
        _last = now;
    }
}
