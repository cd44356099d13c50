using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;

namespace Orrery.Hardware.Fabrics;

/// <summary>
/// How GPUs are connected: tiers from the innermost out, such as NVLink within a server and InfiniBand between servers. Plain data;
/// a new fabric is a file.
/// </summary>
public sealed record Fabric : IPreset
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("One line that says what it is")]
    public string Summary { get; init; } = "";

    [Parameter("What joins GPUs, then groups of them, and so on", Required = true)]
    public IReadOnlyList<FabricTier> Tiers { get; init; } = [];

    [Parameter("Where the values come from")]
    public IReadOnlyList<FabricSource> Sources { get; init; } = [];

    /// <summary>GPUs of one server that are joined without a network.</summary>
    public long GpusPerNode
    {
        get
        {
            long gpus = 1;
            for (int index = 0; index < Tiers.Count && !Tiers[index].IsBetweenNodes; index++)
            {
                gpus *= Tiers[index].Size ?? 1024;
            }

            return gpus;
        }
    }

    /// <summary>
    /// Why so many GPUs, so many of them in each server, cannot talk over this fabric; null where they can.
    /// </summary>
    public string? Refuses(int ranks, int ranksPerNode)
    {
        if (ranks < 1 || ranksPerNode < 1 || ranks % ranksPerNode != 0)
        {
            return $"{ranks} ranks are no whole number of servers with {ranksPerNode} each";
        }

        double reach = 1;
        bool network = false;
        foreach (FabricTier tier in Tiers)
        {
            reach *= tier.Size ?? double.PositiveInfinity;
            network |= tier.IsBetweenNodes;
        }

        return !network && ranks > ranksPerNode ? $"{Name} has no tier between servers"
            : reach < ranks ? $"{Name} joins {reach:0} GPUs, not {ranks}" : null;
    }
}
