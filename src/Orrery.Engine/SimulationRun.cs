using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <content>Starting and running.</content>
public sealed partial class Simulation
{
    private bool _started;
    internal Partition[] Partitions = [];

    /// <summary>The tick that the simulation has reached: everything up to and including it has happened.</summary>
    public long Now { get; private set; }

    /// <summary>Checks the model and lets every component <see cref="Component.Start"/>. Running does it if nobody did.</summary>
    public void Start()
    {
        if (_started) return;
        _started = true;
        Assign(new int[_components.Count], 1);
        foreach (Component component in _components) component.Start();
    }

    public void RunPlain()
    {
        Start();
        Partitions[0].Run(long.MaxValue, long.MaxValue / 2);
    }

    private void Assign(int[] partitionOf, int count)
    {
        var members = new List<Component>[count];
        for (int p = 0; p < count; p++) members[p] = [];
        for (int i = 0; i < partitionOf.Length; i++) members[partitionOf[i]].Add(_components[i]);
        Partitions = new Partition[count];
        for (int p = 0; p < count; p++)
        {
            var partition = new Partition(this, p, [.. members[p]], _offices, count == 1);
            Partitions[p] = partition;
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
