using System.Text;

namespace Orrery.Engine.Execution;

/// <summary>When nothing can go on: who waits on whom, in words.</summary>
internal static class WaitAccount
{
    private const int LongestChain = 20;

    internal static bool IsStuck(Simulation simulation) => simulation.Ports.Any(port => port is OutputPort { IsBlocked: true });

    /// <summary>The account of an idle simulation; empty when nobody waits and nothing lies unread.</summary>
    internal static string Of(Simulation simulation)
    {
        var text = new StringBuilder();
        OutputPort[] blocked = [.. simulation.Ports.OfType<OutputPort>().Where(output => output.IsBlocked)];
        if (blocked.Length > 0)
        {
            text.Append($"stuck at tick {simulation.Now}: {Number(blocked.Length, "output waits", "outputs wait")} for room, and nobody can run");
            foreach (OutputPort output in Chain(blocked)) text.Append($"\n  {Line(output)}");
        }
        var unread = simulation.Ports.Where(port => Unread(port) > 0 && !blocked.Any(output => ReferenceEquals(output.Link!.To, port))).ToArray();
        foreach (Port port in unread.Take(LongestChain))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append($"{port} holds {Number(Unread(port), "message", "messages")} that {port.Owner.Name} left unread at tick {simulation.Now} without asking to run again (WakeNext)");
        }
        return text.ToString();
    }

    private static int Unread(Port port) => port switch
    {
        InputPort input => input.Waiting,
        IInbox inbox => inbox.Waiting,
        _ => 0,
    };

    /// <summary>Follows the waiting outputs from receiver to receiver, a circle first if there is one.</summary>
    private static IEnumerable<OutputPort> Chain(OutputPort[] blocked)
    {
        var byOwner = blocked.GroupBy(output => output.Owner).ToDictionary(group => group.Key, group => group.First());
        foreach (OutputPort start in blocked)
        {
            var chain = new List<OutputPort>();
            for (OutputPort? at = start; at is not null && !chain.Contains(at); at = byOwner.GetValueOrDefault(at.Link!.Receiver)) chain.Add(at);
            bool isCircle = byOwner.GetValueOrDefault(chain[^1].Link!.Receiver) == start;
            if (isCircle) return chain.Take(LongestChain);
        }
        return blocked.Take(LongestChain);
    }

    private static string Line(OutputPort output)
    {
        InputPort to = output.Link!.To;
        return $"{output} -> {to} is full ({to.Waiting} of {output.Link.Options.Capacity} messages unread); {output.Owner.Name} waits for {to.Owner.Name}";
    }

    private static string Number(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
