namespace Orrery.Engine;

/// <summary>
/// Lets a component end the run. Like a message it takes time: the run ends after the tick in which the signal arrives, so
/// that all threads agree on where the end lies.
/// </summary>
[State.NotState]
public sealed class StopSignal
{
    private readonly Component _owner;
    private readonly long _latency;

    /// <param name="owner">The component that may stop the run.</param>
    /// <param name="latency">Ticks from sending to the last tick of the run; at least 1. Threads run ahead no further than this.</param>
    public StopSignal(Component owner, long latency = 1)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, 1);
        (_owner, _latency) = (owner, latency);
        owner.Simulation.AddStopSignal(latency);
    }

    /// <summary>The run ends when everything up to and including the tick <c>Now + latency</c> has happened.</summary>
    public void Send() => _owner.Simulation.RequestStop(_owner.Now + _latency);
}
