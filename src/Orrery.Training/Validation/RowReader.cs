using System.Globalization;
using System.Text.RegularExpressions;
using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Software;
using Orrery.Workloads.Models;

namespace Orrery.Training.Validation;

/// <summary>Turns one line of a training table into a model, a cluster and a plan.</summary>
/// <param name="cells">Cells by column.</param>
internal sealed partial class RowReader(IReadOnlyDictionary<string, string> cells)
{
    // Servers hold up to 16 GPUs; the trays of NVL72 racks four.
    private const int RackFrom = 16, TrayGpus = 4;

    /// <summary>Why the row cannot be predicted.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The row, or null with problems.</summary>
    public TrainingRow? Read()
    {
        double seconds = Number("step_time_s");
        TransformerModel? model = new RowModel(cells).Read(Problems);
        Cluster? cluster = ClusterOf();
        Plan plan = PlanOf();
        if (Problems.Count == 0)
        {
            Problems.AddRange(PlanCheck.All(model!, cluster!, plan).Select(mistake => $"{mistake.Key} {mistake.Problem}"));
        }

        return Problems.Count > 0 ? null
            : new TrainingRow(Text("id"), Text("group"), plan.Software, model!, cluster!, plan.For(cluster!.Gpus), seconds);
    }

    private string Text(string column) => cells.GetValueOrDefault(column, "");

    private int Whole(string column, int? otherwise = null)
    {
        string text = Text(column);
        if (text.Length == 0 && otherwise is { } known)
        {
            return known;
        }

        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value == Math.Floor(value) && value is >= 1 and <= int.MaxValue;
        if (!read)
        {
            Problems.Add(text.Length == 0 ? $"{column} is not known" : $"{column} '{text}' is no whole number above zero");
        }

        return read ? (int)value : 1;
    }

    private double Number(string column)
    {
        bool read = double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0;
        if (!read)
        {
            Problems.Add(Text(column).Length == 0 ? $"{column} is not known" : $"{column} '{Text(column)}' is no number above zero");
        }

        return read ? value : 1;
    }

    private bool? Switch(string column) => Text(column) switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => null,
    };

    private Cluster? ClusterOf()
    {
        int gpus = Whole("n_acc");
        int perNode = Math.Min(gpus, Whole("gpus_per_node", 8));

        // A rack that counts as one node is made of trays; jobs need not fill it.
        perNode = perNode > RackFrom && gpus % perNode != 0 ? TrayGpus : perNode;
        if (GpuCatalogue.Find(Text("gpu")) is not { } gpu)
        {
            Problems.Add($"there is no GPU '{Text("gpu")}'");
            return null;
        }

        if (gpus % perNode != 0)
        {
            Problems.Add($"{gpus} GPUs do not fill nodes of {perNode}");
            return null;
        }

        return Cluster.Of(gpu, gpus / perNode, perNode, Network(GpuFabric.Of(gpu), perNode));
    }

    // "8 x 200 Gb/s HDR InfiniBand a node" says how many adapters a node has and how fast they are.
    private Fabric Network(Fabric usual, int perNode)
    {
        Match words = Adapters().Match(Text("network"));
        FabricTier outer = usual.Tiers[^1];
        if (!words.Success || !outer.IsBetweenNodes)
        {
            return usual;
        }

        bool ethernet = EthernetWords().IsMatch(Text("network"));
        LinkTraits traits = LinkTraits.Of(ethernet ? "ethernet" : "infiniband");
        int count = int.Parse(words.Groups[1].Value, CultureInfo.InvariantCulture);
        FabricTier network = outer with
        {
            Kind = ethernet ? "ethernet" : "infiniband",
            Bandwidth = new Bandwidth(double.Parse(words.Groups[2].Value, CultureInfo.InvariantCulture) * 1e9 / 8),
            Latency = new Duration(traits.LatencySeconds),
            Efficiency = traits.Efficiency,
            Rails = usual.Tiers[0].SpansNodes ? Math.Max(1, count * (usual.Tiers[0].Size ?? perNode) / perNode) : count,
        };
        return usual with { Tiers = [.. usual.Tiers.SkipLast(1), network] };
    }

    private Plan PlanOf()
    {
        string shard = Text("optim_shard");
        int pipeline = Whole("pp");
        bool? overlap = Switch("optim_overlap");
        string software = Text("software");
        if (software.Length > 0 && SoftwareCatalogue.Find(software) is null)
        {
            Problems.Add($"there is no software stack '{software}'");
        }

        return new Plan
        {
            Tensor = Whole("tp"),
            Pipeline = pipeline,
            Data = Whole("dp", 0),
            Context = Whole("cp", 1),
            Expert = Whole("ep", 1),
            SplitExperts = Text("etp").Length > 0 ? Whole("etp") > 1 : null,
            VirtualStages = Whole("vpp", pipeline == 1 ? 1 : null),
            SequenceParallel = Switch("seq_parallel") ?? false,
            Zero = shard switch { "zero1" => 1, "zero2" => 2, "zero3" or "fsdp" => 3, _ => 0 },
            Sequence = Whole("seq"),
            MicroBatch = Whole("micro_batch"),
            GlobalBatch = Whole("global_batch"),
            Recompute = Text("recompute") is "selective" or "full" ? Text("recompute") : "none",
            Format = Text("precision").Length > 0 ? Text("precision") : "bf16",
            Software = software.Length > 0 ? software : SoftwareCatalogue.Default,
            OverlapGradients = overlap,
            // The column tells of gradients; that weights are gathered beside the forward pass takes more.
            OverlapParameters = overlap == false ? false : null,
        };
    }

    [GeneratedRegex(@"(\d+)\s*x\s*(\d+)\s*Gb", RegexOptions.IgnoreCase)]
    private static partial Regex Adapters();

    [GeneratedRegex("ethernet|roce|efa|tcp", RegexOptions.IgnoreCase)]
    private static partial Regex EthernetWords();
}
