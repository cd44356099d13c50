using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;

namespace Orrery.Training.Results;

/// <summary>Asks the same question again with one thing changed, and tells what helps most.</summary>
public static class Improvements
{
    /// <summary>All that help, most first.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="result">The step as it is.</param>
    /// <param name="schedule">The order of tasks, in place of the one that the plan names.</param>
    public static IReadOnlyList<Improvement> Of(TrainingSimulator simulator, StepResult result, IPipelineSchedule? schedule = null)
    {
        List<Improvement> found = [];
        foreach ((string what, Cluster cluster, Plan plan) in Changes(result.Cluster, result.Plan))
        {
            if (PlanCheck.All(result.Model, cluster, plan, schedule).Count == 0)
            {
                StepResult other = simulator.Run(result.Model, cluster, plan, schedule);
                // A larger batch takes longer; what counts is the time of a token.
                double gain = 1 - (result.TokensPerSecond / other.TokensPerSecond);
                if (gain > 1e-6 && other.Memory.Fits)
                {
                    found.Add(new Improvement(what, other.StepSeconds, gain));
                }
            }
        }

        return [.. found.OrderByDescending(change => change.Gain)];
    }

    private static IEnumerable<(string What, Cluster Cluster, Plan Plan)> Changes(Cluster cluster, Plan plan)
    {
        yield return ("matrix units twice as fast", OnGpus(cluster, gpu => gpu with { Peak = gpu.Peak.Times(2) }), plan);
        yield return ("power limit twice as high", OnGpus(cluster, gpu => gpu with { Tdp = new Power(gpu.Tdp.Watts * 2) }), plan);
        yield return ("device memory twice as fast", OnGpus(cluster, gpu => gpu with
        { Memory = gpu.Memory with { Bandwidth = new Bandwidth(gpu.Memory.Bandwidth.BytesPerSecond * 2) } }), plan);
        yield return ("links within a node twice as fast", OnTiers(cluster, tier => !tier.IsBetweenNodes || tier.SpansNodes), plan);
        yield return ("network twice as fast", OnTiers(cluster, tier => tier.IsBetweenNodes && !tier.SpansNodes), plan);
        yield return ("twice the batch (a token)", cluster, plan with { GlobalBatch = plan.GlobalBatch * 2 });
        yield return ("recompute: selective", cluster, plan with { Recompute = "selective" });
        yield return ("recompute: none", cluster, plan with { Recompute = "none" });
        yield return ("sequence_parallel: true", cluster, plan with { SequenceParallel = true });
        yield return ("zero: 1", cluster, plan with { Zero = 1 });
        yield return ("optimizer_at: gpu", cluster, plan with { OptimizerAt = "gpu" });
        yield return ("activations_at: gpu", cluster, plan with { ActivationsAt = "gpu" });
        yield return ("weights_at: gpu", cluster, plan with { WeightsAt = "gpu" });
        yield return ("overlap_gradients: true", cluster, plan with { OverlapGradients = true });
        yield return ("overlap_pipeline: true", cluster, plan with { OverlapPipeline = true });
        yield return ("overlap_tensor: true", cluster, plan with { OverlapTensor = true });
        yield return ($"virtual_stages: {plan.VirtualStages * 2}", cluster, plan with { VirtualStages = plan.VirtualStages * 2 });
        yield return ($"micro_batch: {plan.MicroBatch * 2}", cluster, plan with { MicroBatch = plan.MicroBatch * 2 });
    }

    private static Cluster OnGpus(Cluster cluster, Func<Gpu, Gpu> change) =>
        cluster with { Groups = [.. cluster.Groups.Select(group => group with { Gpu = change(group.Gpu) })] };

    private static Cluster OnTiers(Cluster cluster, Func<FabricTier, bool> which) => cluster with
    {
        Fabric = cluster.Fabric with
        {
            Tiers = [.. cluster.Fabric.Tiers.Select(tier => which(tier)
                ? tier with { Bandwidth = new Bandwidth(tier.Bandwidth.BytesPerSecond * 2) } : tier)],
        },
    };
}
