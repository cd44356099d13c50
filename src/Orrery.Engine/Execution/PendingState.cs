namespace Orrery.Engine.Execution;

/// <summary>
/// What a simulation is about to do: wake-ups and letters, out of any partition. Links hold their own messages, components their
/// own state.
/// </summary>
internal sealed class PendingState
{
    /// <summary>Who wakes when, in any order, perhaps twice.</summary>
    internal IReadOnlyList<(long Tick, int Component)> Wakes { get; init; } = [];

    /// <summary>Who wakes when: by tick, then component, each once.</summary>
    internal (long Tick, int Component)[] WakesInOrder => [.. Wakes.Distinct().Order()];

    /// <summary>The letters, by post office.</summary>
    internal IReadOnlyList<PendingMail> Mail { get; init; } = [];

    /// <summary>Takes everything out of the partitions, which stay at the time that they have reached.</summary>
    internal static PendingState Gather(Simulation simulation)
    {
        var pending = new PendingState
        {
            Wakes = [.. simulation.Partitions.SelectMany(partition => partition.DrainWakes()).Select(wake => (wake.Tick, wake.Who.Id))],
            Mail = [.. simulation.Offices.Select(office => office.Gather(simulation.Partitions))],
        };
        foreach (Partition partition in simulation.Partitions) partition.Rebase(partition.Now);
        return pending;
    }

    /// <summary>Puts everything into the partitions as they are now.</summary>
    internal void Distribute(Simulation simulation)
    {
        foreach ((long tick, int id) in Wakes)
        {
            Component component = simulation.Components[id];
            component.Home.Wake(component.Local, tick);
        }
        foreach (PendingMail mail in Mail) mail.Distribute(simulation.Partitions);
    }
}
