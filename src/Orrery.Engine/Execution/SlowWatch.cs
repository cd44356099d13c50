namespace Orrery.Engine.Execution;

/// <summary>Looks from outside whether the run still finishes windows, and says what is running when it does not.</summary>
internal sealed class SlowWatch : IDisposable
{
    private readonly Simulation _simulation;
    private readonly Action<string> _tell;
    private readonly TimeSpan _after;
    private readonly Timer _timer;
    private long _beats;
    private long _seen;

    internal SlowWatch(Simulation simulation, Action<string> tell, TimeSpan after)
    {
        (_simulation, _tell, _after) = (simulation, tell, after);
        _timer = new Timer(Look, null, after, after);
    }

    public void Dispose() => _timer.Dispose();

    internal void Beat() => _beats++;

    private void Look(object? state)
    {
        long beats = Volatile.Read(ref _beats);
        if (beats != _seen)
        {
            _seen = beats;
            return;
        }
        foreach (Partition partition in _simulation.Partitions)
        {
            if (partition.Members.Length == 0) continue;
            Component running = partition.Members[partition.Running];
            _tell($"slow: no window finished for {_after.TotalSeconds:0.#} s; {running.Name} was started last, at tick {partition.Now}");
        }
    }
}
