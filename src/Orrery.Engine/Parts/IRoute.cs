namespace Orrery.Engine.Parts;

/// <summary>Says where a message goes. It decides by the message alone, or by what never changes.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IRoute<T> where T : unmanaged
{
    /// <summary>The number of the output, counted from 0.</summary>
    int OutputOf(in T message);

    /// <summary>What the message takes of the output link's bandwidth, in the unit of that bandwidth.</summary>
    int SizeOf(in T message) => 1;
}
