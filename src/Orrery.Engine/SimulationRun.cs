using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <content>Starting and running.</content>
public sealed partial class Simulation
{
    /// <summary>The last tick of all: 2^60 - 1, thirteen days of picoseconds.</summary>
    public const long LastTick = Stamp.LastTick - 1;

    private bool _started;
    private long _stopTick = long.MaxValue;

    /// <summary>The tick that everything has reached.</summary>
    public long Now { get; internal set; }

    /// <summary>Runs of components so far.</summary>
    public long Activations => _activationsBefore + Partitions.Sum(partition => partition.Activations);

    /// <summary>Checks the model and lets every component <see cref="Component.Start"/>. <see cref="Run"/> does it if nobody did.</summary>
    /// <exception cref="SimulationException">The model is not complete: all that is missing, by name.</exception>
    public void Start()
    {
        if (_started) return;
        string[] dangling = [.. _ports.Where(port => !port.IsConnected).Select(port => port.ToString())];
        if (dangling.Length > 0)
        {
            throw new SimulationException($"{(dangling.Length == 1 ? "a port is" : $"{dangling.Length} ports are")} not connected: {string.Join(", ", dangling)}");
        }
        BeginObservation();
        _started = true;
        Assign(new int[_components.Count], 1);
        foreach (Component component in _components) StartOne(component);
    }

    private void StartOne(Component component)
    {
        Partitions[0].Running = component.Local;
        try
        {
            component.Start();
        }
        catch (Exception thrown) when (thrown is not SimulationException)
        {
            throw Partitions[0].Blame(thrown);
        }
    }

    /// <summary>Runs until nothing is left to do, or as the options say. May be called again to go on.</summary>
    /// <exception cref="SimulationException">A component broke a rule or threw; the message names it and the tick.</exception>
    public RunResult Run(RunOptions? options = null)
    {
        options ??= new RunOptions();
        InRange(options.Threads, 1, 1024, "the run", "threads", "");
        InRange(options.Until, 0, LastTick, "the run", "last tick", "");
        InRange(options.StopWhenEvery, 1, LastTick, "the run", "ticks between questions to StopWhen", "");
        Start();
        using var executor = new Executor(this, options);
        RunResult result = executor.Run();
        // A signal that was sent at the start, or in an earlier run, holds until it has ended one.
        if (result.End == RunEnd.Stopped) _stopTick = long.MaxValue;
        return result;
    }

    internal Partition[] Partitions { get; private set; } = [];

    /// <summary>The shortest latency of a stop signal: no thread runs further ahead.</summary>
    internal long StopLatency { get; private set; } = long.MaxValue;

    /// <summary>The last tick to run once a stop signal was sent.</summary>
    internal long StopTick => Volatile.Read(ref _stopTick);

    /// <summary>Runs of each component, by id, for the stretch in which they were last counted.</summary>
    internal long[]? ActivationsOf { get; private set; }

    internal bool IsCounting { get; private set; }

    /// <summary>Somebody looks at every run of a component.</summary>
    internal bool IsObserved => IsCounting | Meter is not null;

    internal void BeginCounting() => (ActivationsOf, IsCounting) = (new long[_components.Count], true);

    /// <summary>Takes the counts of another run of the same model.</summary>
    internal void TakeCountsOf(Simulation other) => ActivationsOf = other.ActivationsOf;

    /// <summary>Looks at what each component costs, in a run that is to be predicted from.</summary>
    internal Scaling.ScaleMeter? Meter { get; set; }

    internal void EndCounting() => IsCounting = false;

    internal void AddStopSignal(long latency) => StopLatency = Math.Min(StopLatency, latency);

    internal void RequestStop(long tick)
    {
        // Several components may ask in one window: the earliest counts, whoever is first.
        for (long seen = StopTick; tick < seen; seen = StopTick) Interlocked.CompareExchange(ref _stopTick, tick, seen);
    }

    /// <summary>Says that a tick is reached although nothing happened in it. No event lies before it.</summary>
    internal void MoveTo(long tick) => Now = Math.Max(Now, tick);

    /// <summary>Moves everything that waits into another set of partitions. Between windows, with nothing posted.</summary>
    internal void Repartition(int[] partitionOf, int count)
    {
        if (count == 1 && Partitions.Length == 1) return;
        PendingState pending = PendingState.Gather(this);
        Assign(partitionOf, count);
        pending.Distribute(this);
    }

    private long _activationsBefore;

    private void Assign(int[] partitionOf, int count)
    {
        _activationsBefore = Activations;
        var members = new List<Component>[count];
        for (int p = 0; p < count; p++) members[p] = [];
        for (int i = 0; i < partitionOf.Length; i++) members[partitionOf[i]].Add(_components[i]);
        Partitions = new Partition[count];
        for (int p = 0; p < count; p++)
        {
            var partition = new Partition(this, p, [.. members[p]], _offices, count == 1);
            Partitions[p] = partition;
            partition.Rebase(Now);
            for (int local = 0; local < partition.Members.Length; local++)
            {
                partition.Members[local].Home = partition;
                partition.Members[local].Local = local;
            }
        }
        foreach (PostOffice office in _offices) office.Settle();
        foreach (Port port in _ports) port.Settle();
    }
}
