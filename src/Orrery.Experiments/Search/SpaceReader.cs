using System.Globalization;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Search;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Search;

/// <summary>
/// Makes the space of a file: a value list goes before a value of the plan, and that before what follows from model and cluster.
/// </summary>
/// <param name="document">The file.</param>
/// <param name="settings">What it says.</param>
/// <param name="found">Takes what is wrong.</param>
internal sealed class SpaceReader(MapNode document, SearchSettings settings, List<Diagnostic> found)
{
    private const int MostExperts = 64;
    private const int MostDegree = 1024;

    private static readonly int[] Chunks = [1, 2, 3, 4, 6, 8, 12];
    private static readonly string[] Places = ["gpu", "host", "nvme"];

    private readonly MapNode? _plan = document.Find("plan") as MapNode;

    /// <summary>The space; values that make no sense are told.</summary>
    public PlanSpace Read(TransformerModel model, Cluster cluster)
    {
        SpaceSettings space = settings.Space;
        Plan plan = settings.Plan;
        int[] gpus = Numbers("gpus", space.Gpus, null, [cluster.Gpus]);
        CheckGpus(gpus, cluster);
        CheckPlan(plan);
        int most = gpus.Append(1).Max();
        int[] experts = model.Experts is { } mixture ? Divisors(mixture.Count, MostExperts) : [1];
        return new PlanSpace
        {
            Common = plan,
            Gpus = gpus,
            Tensor = Numbers("tensor", space.Tensor, plan.Tensor, Divisors(cluster.GpusPerNode, cluster.GpusPerNode), 1, MostDegree),
            Pipeline = Numbers("pipeline", space.Pipeline, plan.Pipeline, Divisors(most, Math.Min(model.Layers, MostDegree)), 1, MostDegree),
            Data = Numbers("data", space.Data, plan.Data == 0 ? null : plan.Data, []),
            Context = Numbers("context", space.Context, plan.Context, [1], 1, MostDegree),
            Expert = Numbers("expert", space.Expert, plan.Expert, experts),
            MicroBatch = Numbers("micro_batch", space.MicroBatch, plan.MicroBatch, [1, 2, 4, 8]),
            SequenceParallel = [.. Words("sequence_parallel", space.SequenceParallel, plan.SequenceParallel ? "true" : "false", ["false", "true"], ["false", "true"])
                .Select(word => word == "true")],
            Recompute = Words("recompute", space.Recompute, plan.Recompute, ["none", "selective", "full"], ["none", "selective", "full"]),
            Schedule = Words("schedule", space.Schedule, plan.Schedule, ["1f1b", "interleaved", "zb-h1"], ScheduleCatalogue.Names),
            VirtualStages = Numbers("virtual_stages", space.VirtualStages, plan.VirtualStages, [.. Chunks.Where(chunks => chunks <= model.Layers)]),
            Zero = Numbers("zero", space.Zero, plan.Zero, [0, 1, 2, 3], 0, 3),
            OptimizerAt = Words("optimizer_at", space.OptimizerAt, plan.OptimizerAt, ["gpu"], Places),
            WeightsAt = Words("weights_at", space.WeightsAt, plan.WeightsAt, ["gpu"], Places),
            ActivationsAt = Words("activations_at", space.ActivationsAt, plan.ActivationsAt, ["gpu"], Places),
        };
    }

    private void CheckGpus(int[] gpus, Cluster cluster)
    {
        foreach (int count in gpus.Where(count => count != cluster.Gpus))
        {
            if (cluster.Groups.Count > 1)
            {
                Wrong("space.gpus", "a cluster of mixed GPUs is used whole", Text(count), Text(cluster.Gpus));
            }
            else if (count % cluster.GpusPerNode != 0 || count > cluster.Gpus)
            {
                Wrong("space.gpus", "are no whole nodes of the cluster", Text(count), $"multiples of {cluster.GpusPerNode} up to {cluster.Gpus}");
            }
        }
    }

    private void CheckPlan(Plan plan)
    {
        if (plan.StageLayers.Count > 0)
        {
            Wrong("plan.stage_layers", "a search splits layers evenly", null, "leave it out, and run the plan that was found with it");
        }

        if (plan.Stragglers > 0 || plan.Jitter > 0)
        {
            Wrong(plan.Stragglers > 0 ? "plan.stragglers" : "plan.jitter", "a search compares plans on devices that are alike", null, "0");
        }
    }

    private int[] Numbers(string key, IReadOnlyList<int>? given, int? ofPlan, int[] otherwise, int least = 1, int most = int.MaxValue)
    {
        bool fixedByPlan = ofPlan is not null && _plan?.Find(key) is not null;
        if (given is null)
        {
            return fixedByPlan ? [ofPlan!.Value] : otherwise;
        }

        NotEmpty(key, given.Count);
        foreach (int value in given.Where(value => value < least || value > most))
        {
            Wrong("space." + key, "has a value outside its range", Text(value), most == int.MaxValue ? $"from {least}" : $"{least} to {most}");
        }

        return [.. given.Distinct()];
    }

    private string[] Words(string key, IReadOnlyList<string>? given, string ofPlan, string[] otherwise, IReadOnlyList<string> allowed)
    {
        if (given is null)
        {
            return _plan?.Find(key) is null ? otherwise : [ofPlan];
        }

        NotEmpty(key, given.Count);
        foreach (string value in given.Where(value => !allowed.Contains(value)))
        {
            Wrong("space." + key, "has a value that is not known here", value, string.Join(", ", allowed), NearestName.Of(value, allowed));
        }

        return [.. given.Distinct()];
    }

    private void NotEmpty(string key, int count)
    {
        if (count == 0)
        {
            Wrong("space." + key, "is empty: no plan is left", null, "at least one value, or leave the key out");
        }
    }

    private static int[] Divisors(int number, int most) => [.. Enumerable.Range(1, Math.Min(number, most)).Where(part => number % part == 0)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Wrong(string path, string problem, string? given, string? allowed, string? nearest = null)
    {
        string[] keys = path.Split('.');
        Node at = (document.Find(keys[0]) as MapNode)?.Find(keys[1]) ?? document.Find(keys[0]) ?? document;
        found.Add(new Diagnostic(at.File, at.Line, path, problem, given, allowed, nearest));
    }
}
