using System.Text;
using Orrery.Engine.Execution;

namespace Orrery.Engine.State;

/// <summary>
/// The whole state of a simulation as bytes: time, components, links, letters, wake-ups. Equal states give equal bytes, however
/// the run was scheduled.
/// </summary>
internal static class Snapshot
{
    private const string Magic = "orrery-snapshot-1";

    /// <summary>Writes the state. Statistics are what was observed of a run and no part of its state, but go with a saved one.</summary>
    internal static void Write(Simulation simulation, Stream to, bool withStatistics)
    {
        using var output = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        output.Write(Magic);
        output.Write(simulation.Tick.Femtoseconds);
        output.Write(simulation.Components.Count);
        output.Write(simulation.Now);
        output.Write(simulation.StopTick);
        foreach (Component component in simulation.Components)
        {
            output.Write(component.Name);
            new PlainWriter(output, component.Name).WriteFields(component);
        }
        foreach (SharedMemory memory in simulation.Memories) memory.Save(output);
        foreach (ILink link in simulation.Links) link.Save(output);
        PendingState pending = PendingState.Gather(simulation);
        (long Tick, int Component)[] wakes = pending.WakesInOrder;
        output.Write(wakes.Length);
        foreach ((long tick, int component) in wakes)
        {
            output.Write(tick);
            output.Write(component);
        }
        foreach (PostOffice office in simulation.Offices) office.SaveBacklogs(output);
        foreach (PendingMail mail in pending.Mail) mail.Save(output);
        pending.Distribute(simulation);
        output.Write(withStatistics);
        if (withStatistics) simulation.Statistics.Save(output);
    }

    /// <summary>Reads a state into a model that was built in the same way and has not run.</summary>
    /// <exception cref="SimulationException">The bytes are no snapshot, or one of another model.</exception>
    internal static void Read(Simulation simulation, Stream from)
    {
        try
        {
            using var input = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
            if (input.ReadString() != Magic) throw new SimulationException("this is no snapshot, or one of another version");
            Match(input.ReadInt64(), simulation.Tick.Femtoseconds, "a tick's femtoseconds");
            Match(input.ReadInt32(), simulation.Components.Count, "number of components");
            long now = input.ReadInt64(), stop = input.ReadInt64();
            foreach (Component component in simulation.Components)
            {
                Match(input.ReadString(), component.Name, "component");
                new PlainReader(input, component.Name).ReadFields(component);
            }
            PendingState.Gather(simulation);
            simulation.BeginAt(now);
            simulation.RequestStop(stop);
            foreach (SharedMemory memory in simulation.Memories) memory.Load(input);
            foreach (ILink link in simulation.Links) link.Load(input);
            var wakes = new (long, int)[input.ReadInt32()];
            for (int i = 0; i < wakes.Length; i++) wakes[i] = (input.ReadInt64(), input.ReadInt32());
            foreach (PostOffice office in simulation.Offices) office.LoadBacklogs(input);
            PendingMail[] mail = [.. simulation.Offices.Select(office => office.Load(input))];
            new PendingState { Wakes = wakes, Mail = mail }.Distribute(simulation);
            if (input.ReadBoolean()) simulation.Statistics.Load(input);
        }
        catch (Exception thrown) when (thrown is EndOfStreamException or IOException or FormatException or ArgumentException or OverflowException)
        {
            throw new SimulationException($"the snapshot cannot be read: {thrown.Message}", thrown);
        }
    }

    internal static void Match<TValue>(TValue saved, TValue own, string what)
    {
        if (!Equals(saved, own)) throw new SimulationException($"the snapshot is of another model: {what} {saved} there, {own} here");
    }
}
