using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>
/// One part of a simulated machine: parameters, ports, statistics, plain state and a handler. It touches
/// nothing of another component but what arrives at its ports, which is why components run in parallel.
/// </summary>
/// <remarks>
/// Member order by convention: parameters, ports, statistics, state, constructor, public, private.
/// The engine calls <see cref="Run"/> in a tick in which a message arrived, a wake-up is due, or an
/// output that was full has room again; in all other ticks the component costs nothing.
/// </remarks>
public abstract class Component
{
    // Few words: a component's own state shares its first cache lines. Names and the like are looked up by Id.
    internal Partition Home;
    internal int Local;

    /// <param name="scope">The simulation, or a named part of it.</param>
    /// <param name="name">The last part of the hierarchical name; unique within the scope.</param>
    protected Component(Scope scope, string name)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Home = scope.Simulation.Nursery;
        Id = scope.Simulation.Register(this, scope.NameOf(name));
    }

    /// <summary>The full hierarchical name, parts joined by dots: <c>gpu0.sm3.l1</c>.</summary>
    public string Name => Simulation.NameOf(this);

    /// <summary>The place in the order of construction: the sender's rank in the order contract.</summary>
    public int Id { get; }

    /// <summary>The simulation that the component is part of.</summary>
    public Simulation Simulation => Home.Simulation;

    /// <summary>The current tick of this component. Only within <see cref="Start"/> and <see cref="Run"/>.</summary>
    public long Now => Home.Now;

    /// <summary>
    /// What one run has to do compared with other components, at least 1: for fair splits over threads. It changes nothing else.
    /// </summary>
    public virtual int Effort => 1;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Called once, at tick 0, before anything runs: first messages, first wake-ups.</summary>
    protected internal virtual void Start()
    {
    }

    /// <summary>The handler: reads ports, changes state, sends. Called at most once a tick.</summary>
    protected internal abstract void Run();

    /// <summary>Asks to be run in the next tick.</summary>
    protected void WakeNext() => Home.WakeNext(Local);

    /// <summary>Asks to be run at a tick in the future.</summary>
    protected void WakeAt(long tick)
    {
        if (tick <= Home.Now) Fail.WakeInThePast(this, tick);
        Home.Wake(Local, tick);
    }
}
