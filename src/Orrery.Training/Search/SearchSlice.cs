using Orrery.Training.Plans;

namespace Orrery.Training.Search;

/// <summary>Looks at some families in a row: which plans can run, and which of them may still win.</summary>
/// <param name="check">Says what cannot run.</param>
/// <param name="space">The space.</param>
/// <param name="costs">What parts cost, by GPUs.</param>
/// <param name="incumbents">The best so far; they stay as they are meanwhile.</param>
internal sealed class SearchSlice(FamilyCheck check, PlanSpace space, IReadOnlyDictionary<int, SearchCosts> costs, Incumbents incumbents)
{
    /// <summary>What became of the plans.</summary>
    public SearchCounts Counts { get; } = new();

    /// <summary>Plans that may win, with a bound below their step.</summary>
    public List<Candidate> Open { get; } = [];

    /// <summary>The closest of those that were refused.</summary>
    public Nearest Nearest { get; private set; }

    /// <summary>Looks at families.</summary>
    public void Run(long first, long end, CancellationToken stop)
    {
        for (long number = first; number < end && !stop.IsCancellationRequested; number++)
        {
            PlanFamily family = space.Family(number);
            if (check.Of(family) is not Refusal.None and var reason)
            {
                Counts.Refuse(reason, space.Variants);
                Nearest = Nearest.Closer(Nearest, new Nearest(reason, 0, number * space.Variants));
                continue;
            }

            Look(new FamilyEvaluator(costs[family.Gpus], space, family), number, family.Gpus);
        }
    }

    private void Look(FamilyEvaluator family, long number, int gpus)
    {
        for (int variant = 0; variant < space.Variants; variant++)
        {
            Plan plan = family.Variant(variant);
            long own = (number * space.Variants) + variant;
            PlanMemory memory = family.Memory(plan);
            if (!memory.Fits)
            {
                Counts.Refuse(Refusal.Memory, 1);
                Nearest = Nearest.Closer(Nearest, new Nearest(Refusal.Memory, memory.Load, own));
                continue;
            }

            Counts.Feasible++;
            Candidate candidate = new(StepBound.Ticks(family.Costs(plan)), memory.Gpu.Bytes, gpus, own);
            if (incumbents.MayWin(candidate))
            {
                Open.Add(candidate);
            }
            else
            {
                Counts.Bounded++;
            }
        }
    }
}
