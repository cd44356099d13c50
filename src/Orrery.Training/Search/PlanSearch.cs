using System.Diagnostics;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Search;

/// <summary>
/// Finds the best plans of a space and proves them best: every plan that can run gets a bound below its step (<see cref="StepBound"/>), and
/// plans are composed in the order of their bounds until no bound is left that could still win (best-first branch and bound; Lawler and
/// Wood, Operations Research 14, 1966). Work is cut into rounds of fixed size between which the incumbents stay as they are, so what is found and
/// every count is the same with any number of threads.
/// </summary>
/// <param name="simulator">Tells what plans cost.</param>
/// <param name="model">What is trained.</param>
/// <param name="cluster">Where; with fewer nodes where the space uses fewer GPUs.</param>
/// <param name="space">The plans.</param>
public sealed class PlanSearch(TrainingSimulator simulator, TransformerModel model, Cluster cluster, PlanSpace space)
{
    private const int FamiliesOfSlice = 16;
    private const int SlicesOfRound = 64;

    // Plans composed at once; while plans are still being looked at, just enough to have good incumbents.
    private const int Composed = 64;

    private readonly FamilyCheck _check = new(model, cluster, space);
    private readonly Dictionary<int, SearchCosts> _costs =
        space.Gpus.Distinct().ToDictionary(gpus => gpus, gpus => new SearchCosts(simulator.Book(model, On(cluster, gpus))));

    /// <summary>The part of a cluster that so many GPUs are.</summary>
    public static Cluster On(Cluster cluster, int gpus) => gpus == cluster.Gpus ? cluster : cluster.WithNodes(gpus / cluster.GpusPerNode);

    /// <summary>Searches. Where it is stopped, the best so far come back, with nothing proven.</summary>
    public SearchOutcome Run(SearchOptions options, CancellationToken stop = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Incumbents incumbents = new(options.Keep, options.Objective);
        PriorityQueue<Candidate, Candidate> open = new(new CandidateOrder(options.Objective));
        SearchCounts counts = new() { Count = space.Count };
        Nearest nearest = default;
        ParallelOptions threads = new() { MaxDegreeOfParallelism = options.Threads };
        using ThreadLocal<StepClock> clocks = new(() => new StepClock());

        void Tell() => options.Progress?.Report(new SearchProgress(
            counts.Examined, counts.Count, counts.Composed, open.Count, incumbents.Best.Count > 0 ? incumbents.Best[0].Ticks : 0));

        bool Compose()
        {
            List<Candidate> next = Next(open, incumbents, counts);
            Candidate[] known = new Candidate[next.Count];
            Parallel.For(0, next.Count, threads,
                index => known[index] = next[index] with { Ticks = Ticks(next[index].Number, clocks.Value!) });
            counts.Composed += known.Length;
            Array.ForEach(known, candidate => incumbents.Add(candidate));
            return known.Length > 0;
        }

        for (long family = 0; family < space.Families && !stop.IsCancellationRequested; family += FamiliesOfSlice * SlicesOfRound)
        {
            foreach (SearchSlice slice in Look(family, incumbents, threads, stop))
            {
                counts.Add(slice.Counts);
                nearest = Nearest.Closer(nearest, slice.Nearest);
                slice.Open.ForEach(candidate => open.Enqueue(candidate, candidate));
            }

            _ = Compose();
            Tell();
        }

        while (!stop.IsCancellationRequested && Compose())
        {
            Tell();
        }

        OutcomeBuilder outcome = new(simulator, model, cluster, space, Memory);
        return outcome.Of(incumbents, counts, nearest, watch.Elapsed.TotalSeconds, !stop.IsCancellationRequested);
    }

    /// <summary>The step of a plan that can run, in ticks, and the bound below it.</summary>
    internal (long Ticks, long Bound) Both(long number)
    {
        FamilyEvaluator family = Evaluator(number);
        Plan plan = family.Variant((int)(number % space.Variants));
        return (family.Ticks(plan, new StepClock()), StepBound.Ticks(family.Costs(plan)));
    }

    private long Ticks(long number, StepClock clock)
    {
        FamilyEvaluator family = Evaluator(number);
        return family.Ticks(family.Variant((int)(number % space.Variants)), clock);
    }

    private PlanMemory Memory(long number)
    {
        FamilyEvaluator family = Evaluator(number);
        return family.Memory(family.Variant((int)(number % space.Variants)));
    }

    private FamilyEvaluator Evaluator(long number)
    {
        PlanFamily family = space.Family(number / space.Variants);
        return new FamilyEvaluator(_costs[family.Gpus], space, family);
    }

    private SearchSlice[] Look(long first, Incumbents incumbents, ParallelOptions threads, CancellationToken stop)
    {
        long families = Math.Min(FamiliesOfSlice * SlicesOfRound, space.Families - first);
        SearchSlice[] slices = new SearchSlice[(families + FamiliesOfSlice - 1) / FamiliesOfSlice];
        Parallel.For(0, slices.Length, threads, index =>
        {
            long from = first + ((long)index * FamiliesOfSlice);
            slices[index] = new SearchSlice(_check, space, _costs, incumbents);
            slices[index].Run(from, Math.Min(from + FamiliesOfSlice, first + families), stop);
        });
        return slices;
    }

    // The next plans to compose, those with the shortest bounds; whatever cannot win any more falls away.
    private static List<Candidate> Next(PriorityQueue<Candidate, Candidate> open, Incumbents incumbents, SearchCounts counts)
    {
        List<Candidate> next = [];
        while (next.Count < Composed && open.TryDequeue(out Candidate candidate, out _))
        {
            if (incumbents.MayWin(candidate))
            {
                next.Add(candidate);
            }
            else
            {
                counts.Bounded++;
            }
        }

        return next;
    }
}
