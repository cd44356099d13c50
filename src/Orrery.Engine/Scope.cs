namespace Orrery.Engine;

/// <summary>A named part of a simulation; gives the components made in it hierarchical names.</summary>
public class Scope
{
    private readonly string _path;

    internal Scope(Simulation? simulation, string path)
    {
        Simulation = simulation ?? (Simulation)this;
        _path = path;
    }

    /// <summary>The simulation at the top.</summary>
    public Simulation Simulation { get; }

    /// <summary>A scope within this one: <c>sim.Scope("gpu0").Scope("sm3")</c>.</summary>
    public Scope Within(string name) => new(Simulation, NameOf(name));

    internal string NameOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _path.Length == 0 ? name : $"{_path}.{name}";
    }
}
