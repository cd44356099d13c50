using Orrery.CostModels.Constants;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>How a step moves its bytes and tells that they are there.</summary>
/// <param name="Name">Name in results: "LL128"; empty where an algorithm has only one.</param>
/// <param name="Share">Part of the payload rate that is data, the rest being flags.</param>
/// <param name="FlagLines">Whether it needs links that deliver 128 bytes as one.</param>
/// <param name="Seconds">What it costs beside its steps.</param>
/// <param name="Flights">Latencies that a step takes.</param>
/// <param name="BytesPerClock">Most bytes a clock that one channel sends.</param>
internal sealed record Protocol(
    string Name, Func<CollectiveConstants, double> Share, bool FlagLines, Func<CollectiveConstants, double> Seconds,
    Func<CollectiveConstants, double> Flights, Func<CollectiveConstants, double> BytesPerClock)
{
    /// <summary>Part of the payload rate that is data in the tiers outside the innermost.</summary>
    public Func<CollectiveConstants, double> OuterShare { get; private init; } = Share;

    /// <summary>Bytes of a buffer from which on it is not used.</summary>
    public Func<CollectiveConstants, double> Limit { get; private init; } = _ => double.PositiveInfinity;

    /// <summary>4 bytes of data and 4 of flag in one store.</summary>
    public static Protocol Ll { get; } =
        new("LL", _ => 0.5, false, known => known.LlSeconds, known => known.FlagFlights, known => known.LlBytesPerClock);

    /// <summary>120 bytes of data and 8 of flag in one line. NCCL uses it where NVLink, not PCI Express, joins the GPUs.</summary>
    public static Protocol Ll128 { get; } = new("LL128", _ => 120.0 / 128, true, known => known.Ll128Seconds,
        known => known.FlagFlights, known => known.Ll128BytesPerClock);

    /// <summary>Chunks, each signalled by a fence and a counter.</summary>
    public static Protocol Simple { get; } = new("Simple", _ => 1, false, known => known.SimpleSeconds,
        known => known.SimpleFlights, _ => double.PositiveInfinity);

    /// <summary>Reductions in the innermost switch: Simple, at the rate that its units reach.</summary>
    public static Protocol InSwitch { get; } = Simple with { Name = "", Share = known => known.InSwitchEfficiency, OuterShare = _ => 1 };

    /// <summary>One message by Simple: there is no ring of chunks to fill, so it starts like the shortest collective.</summary>
    public static Protocol Message { get; } = Simple with { Name = "", Seconds = known => known.LlSeconds };

    /// <summary>Loads from the memory of peers, between barriers. The barriers of a single exchange are in its seconds.</summary>
    public static Protocol Peer { get; } = Simple with
    {
        Name = "",
        Share = known => known.PeerEfficiency,
        Seconds = known => known.PeerSeconds,
        Limit = known => known.PeerLimit,
    };

    /// <summary>The three among which a collective library chooses.</summary>
    public static IReadOnlyList<Protocol> All { get; } = [Ll, Ll128, Simple];
}
