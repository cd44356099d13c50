using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>A simulated machine: its components, how they are connected, and the time they have reached.</summary>
/// <example><code>
/// var sim = new Simulation();
/// var ping = new Ping(sim, "ping");
/// var pong = new Pong(sim, "pong");
/// sim.Connect(ping.Out, pong.In, latency: 3);
/// RunResult result = sim.Run();
/// </code></example>
public sealed partial class Simulation : Scope
{
    private readonly List<Component> _components = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, Component> _byName = new(StringComparer.Ordinal);
    private readonly List<Port> _ports = [];
    private readonly List<ILink> _links = [];
    private readonly List<PostOffice> _offices = [];
    private readonly Dictionary<Type, PostOffice> _officeOf = [];
    private (object Inboxes, int[] Targets, bool AreConsecutive) _lastTargets = (new object(), [], false);

    /// <param name="tick">How long a tick is; a simulation that is not told counts in nanoseconds.</param>
    public Simulation(TickLength? tick = null) : base(null, "") => (Tick, Nursery) = (tick ?? TickLength.Nanosecond, new Partition(this, -1, [], [], isAlone: true));

    /// <summary>The length of a tick.</summary>
    public TickLength Tick { get; }

    /// <summary>All components in the order of construction.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>Connects an output to an input by a link that never refuses a message.</summary>
    /// <param name="from">The sending end; connected once.</param>
    /// <param name="to">The receiving end; connected once.</param>
    /// <param name="latency">Ticks from sending to arrival; at least 1.</param>
    public void Connect<T>(Output<T> from, Input<T> to, long latency = 1) where T : unmanaged =>
        Connect(from, to, new LinkOptions { Latency = latency });

    /// <summary>Connects an output to an input.</summary>
    /// <exception cref="SimulationException">An end is connected already, or an option is out of its range.</exception>
    public void Connect<T>(Output<T> from, Input<T> to, LinkOptions options) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        RefuseLateChange();
        if (from.Link is not null) throw new SimulationException($"{from} is connected already, to {from.Link.To}");
        if (to.Link is not null) throw new SimulationException($"{to} is connected already, to {to.Link.From}; many senders need an Inbox");
        string between = $"the link {from} -> {to}";
        InRange(options.Latency, 1, Outbox.LongestDelay, between, "latency", "ticks");
        InRange(options.CreditLatency ?? 1, 1, Outbox.LongestDelay, between, "credit latency", "ticks");
        InRange(options.Capacity, 0, int.MaxValue / 64, between, "capacity", "messages");
        if (options.Bandwidth is { } rate)
        {
            InRange(rate.Amount, 1, int.MaxValue, between, "bandwidth amount", "messages or bytes");
            InRange(rate.Ticks, 1, int.MaxValue, between, "bandwidth ticks", "ticks");
        }
        _links.Add(new Link<T>(from, to, options));
    }

    /// <summary>Lets an outbox send to a list of inboxes.</summary>
    /// <param name="from">The sender; connected once.</param>
    /// <param name="to">The receivers, addressed by their place; pass the same list for every sender of a group.</param>
    /// <param name="minimumDelay">The shortest delay that will be used; the longer, the further threads can run ahead.</param>
    public void Connect<T>(Outbox<T> from, IReadOnlyList<Inbox<T>> to, long minimumDelay = 1) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        RefuseLateChange();
        if (from.IsConnected) throw new SimulationException($"{from} is connected already");
        InRange(to.Count, 1, int.MaxValue, from.ToString(), "number of inboxes", "");
        InRange(minimumDelay, 1, Outbox.LongestDelay, from.ToString(), "minimum delay", "ticks");
        if (!ReferenceEquals(_lastTargets.Inboxes, to) || _lastTargets.Targets.Length != to.Count)
        {
            int[] targets = [.. to.Select(inbox => inbox.Index)];
            _lastTargets = (to, targets, Enumerable.Range(targets[0], targets.Length).SequenceEqual(targets));
        }
        from.Attach(_lastTargets.Targets, _lastTargets.AreConsecutive, minimumDelay);
    }

    /// <summary>Lets an outbox send to one inbox.</summary>
    public void Connect<T>(Outbox<T> from, Inbox<T> to, long minimumDelay = 1) where T : unmanaged =>
        Connect(from, [to], minimumDelay);

    /// <summary>Where components live until a run gives them a place.</summary>
    internal Partition Nursery { get; }

    internal string NameOf(Component component) => _names[component.Id];

    internal IReadOnlyList<Port> Ports => _ports;

    internal IReadOnlyList<ILink> Links => _links;

    internal IReadOnlyList<PostOffice> Offices => _offices;

    internal int Register(Component component, string name)
    {
        RefuseLateChange();
        if (!_byName.TryAdd(name, component))
        {
            throw new SimulationException($"two components are called {name}; a name is unique within its scope");
        }
        _components.Add(component);
        _names.Add(name);
        return _components.Count - 1;
    }

    internal void Register(Port port) => _ports.Add(port);

    internal List<SharedMemory> Memories { get; } = [];

    internal void Register(SharedMemory memory)
    {
        RefuseLateChange();
        Memories.Add(memory);
    }

    internal PostOffice<T> Office<T>() where T : unmanaged
    {
        if (_officeOf.TryGetValue(typeof(T), out PostOffice? known)) return (PostOffice<T>)known;
        var office = new PostOffice<T> { Index = _offices.Count };
        _offices.Add(office);
        _officeOf.Add(typeof(T), office);
        return office;
    }

    private void RefuseLateChange()
    {
        if (_started) throw new SimulationException("a simulation that has started takes no more components or connections");
    }

    internal static void InRange(long value, long least, long most, string? where, string what, string unit)
    {
        if (value >= least && value <= most) return;
        throw new SimulationException($"{where}: {what} {value} is out of range; it may be {least} to {most} {unit}".TrimEnd());
    }
}
