using Orrery.Engine.Execution;
using Orrery.Engine.State;

namespace Orrery.Engine;

/// <content>Hashing, saving and restoring.</content>
public sealed partial class Simulation
{
    /// <summary>
    /// A hash of the whole state: time, components, messages under way, wake-ups. The same for every schedule. Between runs only.
    /// </summary>
    /// <exception cref="SimulationException">A component keeps state in something that is no plain data; the field is named.</exception>
    public ulong StateHash()
    {
        Start();
        using var hash = new HashStream();
        Snapshot.Write(this, hash, withStatistics: false);
        return hash.Hash;
    }

    /// <summary>Saves the whole state, to be taken up again by <see cref="Restore(Stream)"/>. Between runs only.</summary>
    public void Save(Stream to)
    {
        Start();
        Snapshot.Write(this, to, withStatistics: true);
    }

    /// <summary>Saves the whole state to a file.</summary>
    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        Save(file);
    }

    /// <summary>Takes up a saved state in a model that was built by the same code and has not run; it then runs on as if it had.</summary>
    /// <exception cref="SimulationException">No snapshot, one of another model, or one with other parameters: the difference is named.</exception>
    public void Restore(Stream from)
    {
        if (_started) throw new SimulationException("a snapshot is restored into a model that has not started");
        Start();
        Snapshot.Read(this, from);
    }

    /// <summary>Takes up a saved state from a file.</summary>
    public void Restore(string path)
    {
        using FileStream file = File.OpenRead(path);
        Restore(file);
    }

    /// <summary>Sets the time of a simulation in which nothing waits.</summary>
    internal void BeginAt(long tick)
    {
        Now = tick;
        foreach (Partition partition in Partitions) partition.Rebase(tick);
    }
}
