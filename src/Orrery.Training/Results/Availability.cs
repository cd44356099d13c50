using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Results;

/// <summary>
/// What failures and checkpoints cost on average: a failure loses the work since the last checkpoint and the time of a restart, which reads
/// the checkpoint (Young, CACM 1974; Daly, Future Generation Computer Systems 2006).
/// </summary>
public static class Availability
{
    /// <summary>Seconds of a step on average, and steps between two checkpoints.</summary>
    /// <param name="cluster">Tells how often nodes fail and how fast checkpoints are written.</param>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan, its data-parallel ranks known.</param>
    /// <param name="step">Seconds of a step in which nothing fails.</param>
    public static (double Seconds, int Interval) Of(Cluster cluster, TransformerModel model, Plan plan, double step)
    {
        double save = CheckpointBytes(model, plan) / cluster.CheckpointBytesPerSecond;
        if (double.IsPositiveInfinity(cluster.NodeMtbfSeconds))
        {
            return plan.CheckpointSteps > 0 ? (step + (save / plan.CheckpointSteps), plan.CheckpointSteps) : (step, 0);
        }

        int nodes = ((plan.ReplicaGpus * plan.Data) + cluster.GpusPerNode - 1) / cluster.GpusPerNode;
        double between = cluster.NodeMtbfSeconds / nodes;

        // Young's interval: half of it is lost with a failure, as much as writing costs in that time.
        int interval = plan.CheckpointSteps > 0 ? plan.CheckpointSteps : (int)Math.Max(1, Math.Round(Math.Sqrt(2 * save * between) / step));
        double period = (interval * step) + save;
        double lost = (period / 2) + cluster.RestartSeconds + save;

        // In a period so many failures happen, each of which makes it longer; they happen in the lost time too.
        double part = lost / between;
        return part >= 1 ? (double.PositiveInfinity, interval) : (period / (1 - part) / interval, interval);
    }

    /// <summary>Bytes of a checkpoint: weights, moments and exact weights, each once.</summary>
    public static double CheckpointBytes(TransformerModel model, Plan plan) =>
        model.Parameters() * (StateSize.Weight(plan) + StateSize.Optimizer(plan));
}
