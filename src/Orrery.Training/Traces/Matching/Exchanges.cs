namespace Orrery.Training.Traces.Matching;

/// <summary>A message, seen alike from both ends.</summary>
/// <param name="From">Rank that sends.</param>
/// <param name="FromNode">Index of the node that sends.</param>
/// <param name="To">Rank that receives.</param>
/// <param name="ToNode">Index of the node that receives.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Ticks">How long it travels.</param>
internal readonly record struct MatchedMessage(int From, int FromNode, int To, int ToNode, long Bytes, long Ticks);

/// <summary>A collective with all ranks that take part.</summary>
/// <param name="Group">The group.</param>
/// <param name="Type">What it does.</param>
/// <param name="Bytes">What a rank gives into it.</param>
/// <param name="First">Where its nodes begin in <see cref="Exchanges.Members"/>, in the order of the group's ranks; -1 for who is missing.</param>
/// <param name="Present">Ranks that take part.</param>
/// <param name="Ticks">How long it takes once all are there.</param>
internal record struct MatchedCollective(int Group, long Type, long Bytes, int First, int Present, long Ticks);

/// <summary>Everything that ranks do together.</summary>
internal sealed class Exchanges
{
    public List<MatchedMessage> Messages { get; } = [];

    public List<MatchedCollective> Collectives { get; } = [];

    /// <summary>The node of each rank of each collective.</summary>
    public List<int> Members { get; } = [];
}
