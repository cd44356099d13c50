using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Training.Traces.Writing;

/// <summary>
/// Writes a simulated step as MLCommons Chakra execution traces, a file a rank with the file of groups beside them, as ASTRA-sim reads them.
/// Every node carries what it is (operations, bytes, groups) and how long it took, so that a replay may take either.
/// </summary>
public static class StepTraces
{
    /// <summary>The file of groups.</summary>
    public const string GroupFile = "comm_group.json";

    /// <summary>Writes the traces of all ranks, or of some of them alone: what those exchange with others then has no other end.</summary>
    /// <param name="result">The step.</param>
    /// <param name="book">What its parts cost: that of the simulator which made the result.</param>
    /// <param name="folder">The folder, which is made where it is not there.</param>
    /// <param name="ranks">The ranks; all where they are left out.</param>
    /// <param name="together">
    /// Whether equal operators of the layers of a task become one node with their operations, bytes and time together: files of a large model
    /// are so many times smaller as a stage has layers, and collectives that became one have the latency of one.
    /// </param>
    /// <param name="prefix">What stands before the rank in the names of the files.</param>
    /// <returns>The files, in the order of ranks.</returns>
    public static IReadOnlyList<string> Write(
        StepResult result, CostBook book, string folder, IReadOnlyList<int>? ranks = null, bool together = false, string prefix = "trace")
    {
        Plan plan = result.Plan;
        StepCosts costs = new StepPricer(book).Of(plan);
        StepGroups groups = new(plan);
        groups.NumberAll();
        Directory.CreateDirectory(folder);
        groups.Write(Path.Combine(folder, GroupFile));
        TaskParts parts = new(result.Model, plan, costs, together);
        ExchangeSizes sizes = new(book, plan);
        int[] chosen = ranks is null ? [.. Enumerable.Range(0, groups.Order.Ranks)] : [.. ranks.Distinct().Order()];
        string[] files = [.. chosen.Select(rank => Path.Combine(folder, TraceFile.NameOf(prefix, rank)))];
        Dictionary<(int Stage, int Replica), DeviceTimeline> lines = [];
        foreach (DeviceTimeline line in result.Timelines)
        {
            foreach (int replica in line.Replicas)
            {
                lines[(line.Stage, replica)] = line;
            }
        }

        ParallelOptions width = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, chosen.Length, width, at =>
        {
            RankPlace place = groups.Order.PlaceOf(chosen[at]);
            using TraceFile file = new(files[at]);
            new RankScript(chosen[at], lines[(place.Stage, place.Data)], costs, parts, groups, sizes, file).Write();
        });
        return files;
    }
}
