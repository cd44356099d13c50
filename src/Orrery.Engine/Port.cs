namespace Orrery.Engine;

/// <summary>Where a component meets others. Ports are fields of their component; a port's name is the field's name.</summary>
public abstract class Port
{
    private protected Port(Component owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        Owner = owner;
        owner.Simulation.Register(this);
    }

    /// <summary>The component that the port belongs to.</summary>
    public Component Owner { get; }

    /// <summary>The name within the component, as declared there: <c>In</c>, <c>Ports[2]</c>.</summary>
    public string Name => PortNames.Find(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Owner.Name}.{Name}";

    /// <summary>False where a run would leave the port dangling.</summary>
    internal abstract bool IsConnected { get; }

    /// <summary>Called when the owner was given to a partition: the port caches what its hot path needs.</summary>
    internal virtual void Settle()
    {
    }
}
