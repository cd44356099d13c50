using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware.Fabrics;

/// <summary>
/// One level of a fabric: what joins the members of a group. Members of the innermost tier are GPUs, members of the next are the
/// groups that the tier below makes.
/// </summary>
public sealed record FabricTier
{
    [Parameter("What the links are", Required = true,
        Allowed = ["nvlink", "infinity-fabric", "ici", "pcie", "infiniband", "ethernet"])]
    public string Kind { get; init; } = "";

    [Parameter("How members are joined: any two through a switch at full bandwidth, by links of their own to each other, or to neighbours",
        Required = true, Allowed = ["switch", "direct", "torus"])]
    public string Shape { get; init; } = "";

    [Parameter("Axes of a torus: a member has two links along each", Default = "3", Min = 1, Max = 6,
        Reason = "a torus has an axis, and nobody builds more than six")]
    public int Axes { get; init; } = 3;

    [Parameter("Members that are joined at most; left out where there is no limit", Min = 2, Max = 1000000,
        Reason = "a tier joins at least two")]
    public int? Size { get; init; }

    /// <summary>For the innermost tier all links of a GPU together; outside, one network adapter.</summary>
    [Parameter("Peak of one rail, one direction", Required = true)]
    public Bandwidth Bandwidth { get; init; }

    /// <summary>A group sends through as many rails as it has GPUs that take part, and no more than these.</summary>
    [Parameter("Rails of one member: network adapters of a server, say", Default = "1", Min = 1, Max = 1024,
        Reason = "a member without a rail is not joined")]
    public int Rails { get; init; } = 1;

    [Parameter("Time of a short message from one GPU's memory to another's, flag included", Required = true, Max = 1e-3,
        Reason = "longer is no fabric but a letter")]
    public Duration Latency { get; init; }

    [Parameter("Part of the bandwidth that payload reaches beside headers and acknowledgements", Required = true, Min = 0.1, Max = 1,
        Reason = "payload is a part of what is sent")]
    public double Efficiency { get; init; } = 1;

    [Parameter("Whether the switches add up what they pass on (SHARP)", Default = "false")]
    public bool Reduces { get; init; }

    [Parameter("Whether one group reaches over several servers, as a rack of NVLink switches does; networks always do", Default = "false")]
    public bool SpansNodes { get; init; }

    /// <summary>Whether it joins GPUs of different servers.</summary>
    public bool IsBetweenNodes => SpansNodes || Kind is "infiniband" or "ethernet";

    /// <summary>Members of one group that take part, where so many are left in all and in each server.</summary>
    public int MembersOf(int total, int inNode) => Math.Min(IsBetweenNodes ? total : inNode, Size ?? int.MaxValue);

    /// <summary>Groups that so many members make.</summary>
    public static int GroupsOf(int total, int members) => ((total - 1) / members) + 1;

    /// <summary>Payload in bytes a second that one member sends through so many of its rails.</summary>
    public double PayloadRate(int rails) => Bandwidth.BytesPerSecond * Efficiency * Math.Min(rails, Rails);
}
