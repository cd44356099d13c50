namespace Orrery.Engine.Parts;

/// <summary>A route given as a function.</summary>
internal sealed class DelegateRoute<T> : IRoute<T> where T : unmanaged
{
    private readonly Func<T, int> _outputOf;

    internal DelegateRoute(Func<T, int> outputOf)
    {
        ArgumentNullException.ThrowIfNull(outputOf);
        _outputOf = outputOf;
    }

    public int OutputOf(in T message) => _outputOf(message);
}
