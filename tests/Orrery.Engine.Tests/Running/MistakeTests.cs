using Orrery.Engine.Threads;

namespace Orrery.Engine.Tests.Running;

/// <summary>Is whoever breaks a run named: the component and the tick, or the thread manager?</summary>
public sealed class MistakeTests
{
    [Fact]
    public void AThrowingComponentIsNamed()
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            var ring = new Ring(6, latency: 4);
            // Two throw in one window, the later one in the earlier partition: the earlier tick is what a sequential run meets.
            ring.Step = actor =>
            {
                if (actor is { Id: 0, Now: 42 } or { Id: 5, Now: 41 }) throw new InvalidOperationException("out of ideas");
            };
            SimulationException thrown = Assert.Throws<SimulationException>(() => ring.Simulation.Run(Managers.Options(manager, threads)));
            Assert.Equal("m5 at tick 41 threw InvalidOperationException: out of ideas", thrown.Message);
            Assert.IsType<InvalidOperationException>(thrown.InnerException);
        }
    }

    [Fact]
    public void AComponentThatThrowsAtTheStartIsNamed()
    {
        var sim = new Simulation();
        _ = new Actor(sim, "a") { OnStart = _ => throw new InvalidOperationException("no luck") };
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.Equal("a at tick 0 threw InvalidOperationException: no luck", message);
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void MoreThreadsThanComponents(string manager, int threads)
    {
        Assert.True(threads > 0);
        foreach (int components in (int[])[1, 2, 3])
        {
            var plain = new Ring(components);
            plain.Simulation.Run();
            var ring = new Ring(components);
            ring.Simulation.Run(Managers.Options(manager, 8));
            Assert.Equal(plain.Sums, ring.Sums);
        }
    }

    [Fact]
    public void AnEmptySimulationRuns()
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            Assert.Equal(RunEnd.Idle, new Simulation().Run(Managers.Options(manager, threads)).End);
        }
    }

    [Theory]
    [InlineData(Wrong.Forgets, "thread manager wrong did not hand out partition 1")]
    [InlineData(Wrong.Repeats, "thread manager wrong handed out partition 0 twice in one window")]
    [InlineData(Wrong.Invents, "thread manager wrong handed out partition 99; there are 2")]
    [InlineData(Wrong.ThrowsInNext, "thread manager wrong threw InvalidOperationException: not today")]
    [InlineData(Wrong.SplitsNegative, "thread manager wrong gave component 1 partition -1")]
    [InlineData(Wrong.SplitsWithGap, "thread manager wrong left partition 1 empty")]
    [InlineData(Wrong.SplitsFarAway, "thread manager wrong gave component 1 partition 2147483647")]
    [InlineData(Wrong.SplitsTooFew, "thread manager wrong split 1 components; the model has 4")]
    public void AWrongThreadManagerIsNamed(Wrong how, string message)
    {
        var ring = new Ring(4);
        var options = new RunOptions { Threads = 2, Manager = new WrongManager(how), SplitsAtOnce = true };
        Assert.StartsWith(message, Assert.Throws<SimulationException>(() => ring.Simulation.Run(options)).Message, StringComparison.Ordinal);
    }

    public enum Wrong
    {
        Forgets,
        Repeats,
        Invents,
        ThrowsInNext,
        SplitsNegative,
        SplitsWithGap,
        SplitsFarAway,
        SplitsTooFew,
    }

    private sealed class WrongManager(Wrong how) : ThreadManager
    {
        private readonly StaticManager _right = new();
        private int _given;

        public override string Name => "wrong";

        public override int[] Split(ModelGraph model, int threads) => how switch
        {
            Wrong.SplitsNegative => [0, -1, 0, 0],
            Wrong.SplitsWithGap => [0, 2, 0, 2],
            Wrong.SplitsFarAway => [0, int.MaxValue, 0, 1],
            Wrong.SplitsTooFew => [0],
            _ => Blocks.Split(model, 2),
        };

        public override void Open(Window window)
        {
            _right.Open(window);
            _given = 0;
        }

        public override int Next(int worker) => how switch
        {
            Wrong.Forgets => worker == 0 ? _right.Next(0) : -1,
            Wrong.Repeats => Interlocked.Increment(ref _given) <= 2 ? 0 : -1,
            Wrong.Invents => Interlocked.Increment(ref _given) == 1 ? 99 : -1,
            Wrong.ThrowsInNext => worker == 1 ? throw new InvalidOperationException("not today") : _right.Next(worker),
            _ => _right.Next(worker),
        };
    }
}
