namespace Orrery.Engine;

/// <summary>A model broke a rule of the engine. The message names the component, the port and the tick.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException()
    {
    }

    public SimulationException(string message) : base(message)
    {
    }

    public SimulationException(string message, Exception inner) : base(message, inner)
    {
    }
}
