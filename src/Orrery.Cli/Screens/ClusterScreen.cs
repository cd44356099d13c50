using System.Globalization;
using Orrery.Cli.Commands.Show;
using Orrery.Configuration.Units;
using Orrery.Hardware.Fabrics;
using Orrery.Reporting.Numbers;
using Orrery.Training.Clusters;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of clusters.</summary>
public static class ClusterScreen
{
    internal static void PrintAll(IReadOnlyList<ShownCluster> clusters, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", ">GPUs", "", "A node", "Links, from the inside out", "Layout");
        foreach (ShownCluster shown in clusters)
        {
            Cluster cluster = shown.Cluster;
            table.AddRow(
                $"[bold]{Markup.Escape(cluster.Name)}[/]",
                Readable.Whole(cluster.Gpus),
                Markup.Escape(string.Join(", ", cluster.Groups.Select(group => group.Gpu.Name))),
                $"{cluster.GpusPerNode} GPUs",
                Markup.Escape(string.Join('\n', cluster.Fabric.Tiers.Select(Links))),
                Markup.Escape(Layout(shown.Settings)));
        }
        screen.Write(table);
        screen.MarkupLine("[grey]Bandwidth of one GPU or one network adapter in one direction. 'cluster: {preset: NAME, nodes: 16}' changes a part.[/]");
        screen.MarkupLine("[grey]'orrery show cluster NAME' shows every value with its source.[/]");
    }

    internal static void Print(ShownCluster shown, IAnsiConsole screen)
    {
        (ClusterSettings settings, Cluster cluster) = shown;
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(cluster.Name)}[/]  {Markup.Escape(cluster.Summary)}");
        screen.WriteLine();
        screen.Write(Tables.Facts(
            ("GPUs", $"{Readable.Whole(cluster.Gpus)}: {string.Join(", ", cluster.Groups.Select(group => $"{Readable.Whole(group.Nodes)} nodes of {cluster.GpusPerNode} x {group.Gpu.Name}"))}"),
            ("GPU memory", $"{string.Join(", ", cluster.Groups.Select(group => $"{group.Gpu.Memory.Capacity}").Distinct())} each, {Readable.Bytes(cluster.Groups.Sum(group => (double)group.Gpu.Memory.Capacity.Bytes * group.Nodes * cluster.GpusPerNode))} in all"),
            ("layout", Layout(settings)),
            ("host memory", $"{cluster.Host.Memory} a node at {cluster.Host.MemoryBandwidth}"),
            ("link to the host", cluster.Host.Link?.ToString() ?? "as the GPU's data sheet says"),
            ("NVMe", cluster.Host.Nvme.Bytes > 0 ? $"{cluster.Host.Nvme} a node at {cluster.Host.NvmeBandwidth}" : null),
            ("failures", Failures(cluster)),
            ("checkpoints", $"{new Bandwidth(cluster.CheckpointBytesPerSecond)}, restart after {new Duration(cluster.RestartSeconds)}"),
            ("also called", settings.Aliases.Count > 0 ? string.Join(", ", settings.Aliases) : null)));
        Table table = Tables.List("Tier", "Links", "Shape", ">Joins", ">One direction", ">Payload", ">Latency", "Adds");
        foreach ((int index, FabricTier tier) in cluster.Fabric.Tiers.Index())
        {
            table.AddRow(
                Readable.Whole(index), Markup.Escape(tier.Kind), tier.Shape,
                tier.Size is { } size ? Readable.Whole(size) + (index == 0 ? " GPUs" : " groups") : "any number",
                (tier.Rails > 1 ? $"{Readable.Whole(tier.Rails)} x " : "") + tier.Bandwidth.Show(),
                Readable.Share(tier.Efficiency), tier.Latency.Show(), tier.Reduces ? "yes" : "-");
        }
        screen.Write(table);
        foreach (FabricSource source in settings.Sources)
        {
            screen.WriteLine();
            screen.Write(Tables.Facts(("source", source.From), ("says", source.Says)));
            if (source.Url is not null)
                screen.Profile.Out.Writer.WriteLine("  " + source.Url);
        }
    }

    private static string Links(FabricTier tier) =>
        $"{(tier.Size is { } size ? $"{Readable.Whole(size)} on " : "")}{tier.Kind} {(tier.Rails > 1 ? $"{tier.Rails} x " : "")}{tier.Bandwidth.Show()}";

    private static string Layout(ClusterSettings settings)
    {
        string narrower = settings.Oversubscription > 1
            ? $", {settings.Oversubscription.ToString("0.##", CultureInfo.InvariantCulture)}:1" + (settings.LeafNodes > 1 ? $" above {settings.LeafNodes} nodes" : "") : "";
        return settings.Topology + narrower;
    }

    private static string? Failures(Cluster cluster) => double.IsPositiveInfinity(cluster.NodeMtbfSeconds) ? null
        : $"one node fails every {Readable.Digits(cluster.NodeMtbfSeconds / 86400)} days, one of all every {Readable.Digits(cluster.NodeMtbfSeconds / cluster.Nodes / 3600)} hours";
}
