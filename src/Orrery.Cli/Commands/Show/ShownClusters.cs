using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Training.Clusters;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>A cluster as its file says it, and as it is resolved.</summary>
/// <param name="Settings">What the file says.</param>
/// <param name="Cluster">With GPUs and fabric.</param>
internal sealed record ShownCluster(ClusterSettings Settings, Cluster Cluster);

/// <summary>Clusters: nodes of GPUs and what connects them.</summary>
internal sealed class ShownClusters : IShownByName<ShownCluster>
{
    public string Plural => "clusters";

    public string Singular => "cluster";

    public string Noun => "cluster";

    public string Help => "All clusters that come with the tool.";

    public string HelpOfOne => "One cluster: its GPUs, the tiers between them, host memory, failures, with sources.";

    public void PrintAll(IAnsiConsole screen) => ClusterScreen.PrintAll(All(), screen);

    public JsonArray JsonOfAll() => ClusterJson.Of(All());

    public ShownCluster? Find(string name) => ClusterCatalogue.Presets.Find(name) is null ? null : Read(name, "", []);

    public string? Nearest(string name) => ClusterCatalogue.Presets.Nearest(name);

    public Loaded<ShownCluster> Load(string path, string folder)
    {
        List<Diagnostic> mistakes = [];
        return Loaded.From(Read(path, folder, mistakes), mistakes);
    }

    public void Print(ShownCluster one, IAnsiConsole screen) => ClusterScreen.Print(one, screen);

    public JsonObject Json(ShownCluster one) => ClusterJson.Of(one);

    private static ShownCluster[] All() => [.. ClusterCatalogue.Names.Select(name => Read(name, "", [])!)];

    private static ShownCluster? Read(string name, string folder, List<Diagnostic> mistakes)
    {
        ScalarNode node = new("NAME", 0, name);
        Cluster? cluster = new ClusterReader(folder, mistakes).Read(node, "");
        ClusterSettings? settings = cluster is null ? null
            : new PresetReader<ClusterSettings>(ClusterCatalogue.Presets, "cluster", folder, mistakes).Read(node, "");
        return settings is null ? null : new ShownCluster(settings, cluster!);
    }
}
