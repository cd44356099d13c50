namespace Orrery.Engine.Arbiters;

/// <summary>
/// Decides who goes first. What it has to remember it keeps in plain fields. It decides by its arguments and its memory alone, so
/// that every run gives the same result.
/// </summary>
/// <example><code>
/// public sealed class LastWins : IArbiter
/// {
///     public int Grant(in Requests requests) => 63 - BitOperations.LeadingZeroCount(requests.Mask);
/// }
/// </code></example>
public interface IArbiter
{
    /// <summary>Grants one of the requesters; every grant is used.</summary>
    /// <param name="requests">Who asks; at least one does.</param>
    /// <returns>The number of one who asks.</returns>
    int Grant(in Requests requests);
}
