using Orrery.Engine.Statistics;
using Orrery.Engine.Tracing;

namespace Orrery.Engine.Tests.Tracing;

/// <summary>Passes messages on at pseudo-random times to pseudo-random others, and writes down all that it does.</summary>
internal sealed class Talker : Component
{
    private readonly Trace _trace;
    private readonly Counter _heard;
    private readonly Histogram _age;
    private readonly TimeWeightedMean _busy;
    private readonly SampledSeries _curve;
    private ulong _random;

    internal Talker(Scope scope, int index) : base(scope, $"talker{index}")
    {
        In = new Inbox<long>(this);
        Out = new Outbox<long>(this);
        _trace = new Trace(this);
        _heard = new Counter(this, "heard", "messages");
        _age = new Histogram(this, "age", "ticks", Buckets.Linear(1, 8));
        _busy = new TimeWeightedMean(this, "busy", "messages");
        _curve = new SampledSeries(this, "curve", "messages", every: 16, capacity: 32);
        _random = (ulong)index * 0x9E3779B97F4A7C15 + 1;
    }

    internal Inbox<long> In { get; }
    internal Outbox<long> Out { get; }

    /// <summary>A model of talkers with a lookahead of 3 ticks, each with one message under way at the start.</summary>
    internal static Simulation Model(int count, TraceOptions? tracing)
    {
        var simulation = new Simulation { Tracing = tracing };
        Talker[] talkers = [.. Enumerable.Range(0, count).Select(i => new Talker(i % 2 == 0 ? simulation : simulation.Within("odd"), i))];
        Inbox<long>[] all = [.. talkers.Select(talker => talker.In)];
        foreach (Talker talker in talkers) simulation.Connect(talker.Out, all, minimumDelay: 3);
        return simulation;
    }

    protected internal override void Start() => Pass();

    protected internal override void Run()
    {
        int heard = 0;
        while (In.HasMessage)
        {
            long sent = In.Take();
            _trace.Span("travel", sent, Now);
            _age.Record(Now - sent);
            heard++;
            Pass();
        }
        _heard.Add(heard);
        _busy.Set(heard);
        _curve.Sample(_heard.Count);
        _trace.Instant("heard");
        _trace.Value("heard", _heard.Count);
    }

    private void Pass()
    {
        _random = _random * 6364136223846793005 + 1442695040888963407;
        Out.Send((int)(_random >> 33) % Out.Count, Now, 3 + (long)(_random >> 40) % 7);
    }
}
