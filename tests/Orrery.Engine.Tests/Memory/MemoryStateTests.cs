namespace Orrery.Engine.Tests.Memory;

/// <summary>Are the bytes of a shared memory, and a stop that is under way, part of the state that is hashed and saved?</summary>
public sealed class MemoryStateTests
{
    private sealed class Counter : Component
    {
        private readonly SharedMemory _memory;
        private readonly MemoryRegion _cell;
        private readonly StopSignal _stop;

        public Counter(Scope scope, SharedMemory memory, MemoryRegion cell) : base(scope, "counter")
        {
            (_memory, _cell) = (memory, cell);
            _stop = new StopSignal(this, 30);
        }

        protected internal override void Start() => WakeNext();

        protected internal override void Run()
        {
            _memory.Write<int>(this, _cell)[0] += (int)Now;
            if (Now == 10) _stop.Send();
            WakeNext();
        }
    }

    [Fact]
    public void ASavedRunGoesOnAsIfItHadNotStopped()
    {
        (Simulation whole, SharedMemory expected, MemoryRegion cell) = Make();
        RunResult result = whole.Run();
        (Simulation first, _, _) = Make();
        first.Run(new RunOptions { Until = 20 });
        using var file = new MemoryStream();
        first.Save(file);
        file.Position = 0;
        (Simulation second, SharedMemory memory, _) = Make();
        second.Restore(file);
        Assert.Equal(first.StateHash(), second.StateHash());
        Assert.Equal((RunEnd.Stopped, 40L), (result.End, result.Tick));
        Assert.Equal((RunEnd.Stopped, 40L), (second.Run().End, second.Now));
        Assert.Equal(expected.Image(cell).ToArray(), memory.Image(cell).ToArray());
        Assert.Equal(whole.StateHash(), second.StateHash());
        memory.Image(cell)[0]++;
        Assert.NotEqual(whole.StateHash(), second.StateHash());
    }

    private static (Simulation Simulation, SharedMemory Memory, MemoryRegion Cell) Make()
    {
        var sim = new Simulation();
        var memory = new SharedMemory(sim, "dram", 4096);
        MemoryRegion cell = memory.Allocate(4);
        _ = new Counter(sim, memory, cell);
        return (sim, memory, cell);
    }
}
