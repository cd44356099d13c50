using System.Globalization;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;

namespace Orrery.Training.Search;

/// <summary>Turns what a search found into figures and words.</summary>
/// <param name="simulator">Runs plans whole.</param>
/// <param name="model">What is trained.</param>
/// <param name="cluster">Where.</param>
/// <param name="space">The plans.</param>
/// <param name="memory">Tells what the plan of a number takes of each tier.</param>
internal sealed class OutcomeBuilder(
    TrainingSimulator simulator, TransformerModel model, Cluster cluster, PlanSpace space, Func<long, PlanMemory> memory)
{
    // Plans near the top that are run whole, so that words can say where their time goes.
    private const int Explained = 20;

    public SearchOutcome Of(Incumbents incumbents, SearchCounts counts, in Nearest nearest, double seconds, bool complete)
    {
        List<RankedPlan> best = [.. incumbents.Best.Select((one, rank) => Ranked(one, rank < Explained))];
        for (int rank = 1; rank < best.Count; rank++)
        {
            best[rank] = best[rank].Result is null ? best[rank] : best[rank] with { Loses = Comparison.Words(best[0], best[rank]) };
        }

        Dictionary<long, RankedPlan> known = best.ToDictionary(plan => plan.Number);
        return new SearchOutcome
        {
            Model = model,
            Cluster = cluster,
            Space = space,
            Best = best,
            Front = [.. incumbents.Front.Select(one => known.GetValueOrDefault(one.Number) ?? Ranked(one, whole: false))],
            Counts = counts,
            WallSeconds = seconds,
            Complete = complete,
            Closest = best.Count == 0 && nearest.Reason != Refusal.None ? Closest(nearest.Number) : null,
        };
    }

    private RankedPlan Ranked(Candidate one, bool whole)
    {
        (Plan plan, int gpus) = space.PlanOf(one.Number);
        double seconds = Ticks.Seconds(one.Ticks);
        Cluster own = PlanSearch.On(cluster, gpus);
        StepResult? result = whole ? simulator.Run(model, own, plan) : null;
        if (result is not null && result.StepTicks != one.Ticks)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"plan {one.Number} has a step of {one.Ticks} ticks in the search and of {result.StepTicks} composed"));
        }

        PlanMemory held = memory(one.Number);
        return new RankedPlan
        {
            Plan = plan,
            Number = one.Number,
            Gpus = gpus,
            StepTicks = one.Ticks,
            MemoryBytes = one.Memory,
            HostBytes = held.Host.Bytes,
            NvmeBytes = held.Nvme.Bytes,
            TokensPerSecondPerGpu = (double)plan.GlobalBatch * plan.Sequence / seconds / gpus,
            Mfu = ModelWork.Flops(model, plan) / seconds / (gpus * PeakOf(own, plan)),
            Result = result,
        };
    }

    private static double PeakOf(Cluster cluster, Plan plan)
    {
        string rate = PlanFormats.Of(plan.Format).Rate;
        return cluster.Groups.Sum(group => group.Nodes * (group.Gpu.Peak.Of(rate)?.PerSecond ?? 0)) / cluster.Nodes;
    }

    private ClosestPlan Closest(long number)
    {
        (Plan plan, int gpus) = space.PlanOf(number);
        Cluster own = PlanSearch.On(cluster, gpus);
        string[] wrong = [.. PlanCheck.All(model, own, plan).Select(mistake => mistake.ToString())];
        if (wrong.Length == 0 && space.Data.Count > 0 && !space.Data.Contains(plan.Data))
        {
            wrong = [string.Create(CultureInfo.InvariantCulture, $"data: {plan.Data} is not in the space")];
        }

        if (wrong.Length > 0)
        {
            return new ClosestPlan(plan, gpus, wrong, []);
        }

        IReadOnlyList<MemoryUse>? Memory(Plan changed) => simulator.Memory(model, own, changed);
        return new ClosestPlan(plan, gpus, [MemoryAdvice.TooBig(Memory(plan)!) ?? ""], MemoryAdvice.Fixes(plan, Memory));
    }
}
