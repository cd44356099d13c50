namespace Orrery.Engine.Tests.Running;

/// <summary>Components in a circle, each clocked every tick and passing a number on: a small model for tests of running.</summary>
internal sealed class Ring
{
    public readonly Simulation Simulation = new();
    public readonly Actor[] Members;
    public readonly long[] Sums;

    public Ring(int count, long latency = 2, long lastTick = 300)
    {
        Sums = new long[count];
        Members = [.. Enumerable.Range(0, count).Select(i => new Actor(Simulation, $"m{i}", ins: 1, outs: 1))];
        for (int i = 0; i < count; i++)
        {
            int me = i;
            Simulation.Connect(Members[i].Out, Members[(i + 1) % count].In, latency);
            Members[i].OnStart = actor => actor.Next();
            Members[i].OnRun = actor =>
            {
                while (actor.In.TryTake(out long number)) Sums[me] = Sums[me] * 31 + number + actor.Now;
                Step?.Invoke(actor);
                if (actor.Now >= lastTick) return;
                actor.Out.Send(Sums[me] ^ me);
                actor.Next();
            };
        }
    }

    /// <summary>What a member does besides.</summary>
    public Action<Actor>? Step { get; set; }
}
