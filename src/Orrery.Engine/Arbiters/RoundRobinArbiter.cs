namespace Orrery.Engine.Arbiters;

/// <summary>In turn: who was granted last goes to the end. Nobody of n waits for more than n - 1 others.</summary>
public sealed class RoundRobinArbiter : IArbiter
{
    private int _next;

    /// <inheritdoc/>
    public int Grant(in Requests requests)
    {
        int granted = requests.FirstFrom(_next);
        _next = granted + 1;
        return granted;
    }
}
