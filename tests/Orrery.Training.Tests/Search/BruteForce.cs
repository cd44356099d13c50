using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Search;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Search;

/// <summary>Every plan of a space checked and run by the simulator itself, one after the other.</summary>
internal sealed class BruteForce
{
    public BruteForce(TrainingSimulator simulator, TransformerModel model, Cluster cluster, PlanSpace space)
    {
        for (long number = 0; number < space.Count; number++)
        {
            (Plan plan, int gpus) = space.PlanOf(number);
            Cluster own = PlanSearch.On(cluster, gpus);
            if (plan.Data == 0 || PlanCheck.All(model, own, plan).Count > 0 || (space.Data.Count > 0 && !space.Data.Contains(plan.Data)))
            {
                Wrong++;
                continue;
            }

            if (SameAs(plan, space) is { } name)
            {
                // The plan of the other name is told in its place; it must be no different.
                StepResult other = simulator.Run(model, own, plan with { Schedule = name }), same = simulator.Run(model, own, plan);
                Assert.Equal((other.StepTicks, Gpu(other), other.Memory.Load), (same.StepTicks, Gpu(same), same.Memory.Load));
                Repeats++;
                continue;
            }

            StepResult result = simulator.Run(model, own, plan);
            if (result.Memory.Fits)
            {
                Feasible.Add((number, result.StepTicks, Gpu(result), gpus));
            }
            else
            {
                TooBig++;
            }
        }
    }

    /// <summary>Plans that can run.</summary>
    public List<(long Number, long Ticks, double Memory, int Gpus)> Feasible { get; } = [];

    /// <summary>Plans of which the check finds something wrong.</summary>
    public long Wrong { get; }

    /// <summary>Plans that are the same as others.</summary>
    public long Repeats { get; }

    /// <summary>Plans that do not fit.</summary>
    public long TooBig { get; }

    private static double Gpu(StepResult result) => result.Fullest(MemoryTier.Gpu).Total;

    private static string? SameAs(Plan plan, PlanSpace space)
    {
        string[] names = plan switch
        {
            { Schedule: "auto" } => [plan.VirtualStages > 1 ? "interleaved" : "1f1b"],
            { Schedule: "interleaved" or "zb-h1", Pipeline: 1 } or { Schedule: "gpipe", MicroBatches: 1 } => ["1f1b", "auto"],
            _ => [],
        };
        string[] more = plan is { Schedule: "interleaved", VirtualStages: 1 } && plan.MicroBatches == plan.Pipeline ? ["gpipe"] : [];
        return names.Concat(more).FirstOrDefault(space.Schedule.Contains);
    }

    /// <summary>Numbers of the best in order.</summary>
    public IEnumerable<long> Best(Objective objective) => Feasible
        .OrderBy(plan => objective == Objective.StepTime ? plan.Ticks : (Int128)plan.Ticks * plan.Gpus)
        .ThenBy(plan => plan.Memory).ThenBy(plan => plan.Number).Select(plan => plan.Number);

    /// <summary>Numbers of those that none beats in time, memory and GPUs; of equal ones the first.</summary>
    public IEnumerable<long> Front() => Feasible
        .Where(plan => !Feasible.Any(other => other.Ticks <= plan.Ticks && other.Memory <= plan.Memory && other.Gpus <= plan.Gpus
            && (other.Ticks < plan.Ticks || other.Memory < plan.Memory || other.Gpus < plan.Gpus || other.Number < plan.Number)))
        .OrderBy(plan => plan.Ticks).ThenBy(plan => plan.Number).Select(plan => plan.Number);
}
