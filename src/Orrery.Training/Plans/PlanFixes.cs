using Orrery.Training.Clusters;
using Orrery.Workloads.Models;

namespace Orrery.Training.Plans;

/// <summary>What may stand in place of a degree that does not divide.</summary>
/// <param name="model">The model.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="plan">The plan, its data-parallel ranks filled in.</param>
internal sealed class PlanFixes(TransformerModel model, Cluster cluster, Plan plan)
{
    /// <summary>Tensor-parallel ranks of one node that divide everything that they split.</summary>
    public string Tensor => Listed(Enumerable.Range(1, cluster.GpusPerNode).Where(ranks => cluster.GpusPerNode % ranks == 0
        && model.Heads % ranks == 0 && model.Hidden % ranks == 0 && model.Intermediate % ranks == 0
        && (model.KvHeads % ranks == 0 || ranks % model.KvHeads == 0)));

    /// <summary>Expert-parallel ranks that divide the experts and the ranks among which they stand.</summary>
    public string Expert => Listed(Enumerable.Range(1, model.Experts?.Count ?? 1)
        .Where(ranks => (model.Experts?.Count ?? 1) % ranks == 0 && (long)plan.Tensor * plan.Data * plan.Context / plan.ExpertTensor % ranks == 0));

    /// <summary>Pipeline stages with which the other degrees fill the cluster.</summary>
    public string Pipeline
    {
        get
        {
            int others = plan.Tensor * plan.Context;
            string stages = Listed(Enumerable.Range(1, Math.Max(1, model.Layers / plan.VirtualStages))
                .Where(stages => cluster.Gpus % ((long)others * stages) == 0));
            return stages.Length > 0 ? "pipeline: " + stages : $"degrees whose product divides {cluster.Gpus}";
        }
    }

    /// <summary>Data-parallel ranks, or nodes, with which the plan and the cluster have the same GPUs.</summary>
    public string Data
    {
        get
        {
            long wanted = (long)plan.ReplicaGpus * plan.Data;
            return cluster.Gpus % plan.ReplicaGpus == 0 ? $"data: {cluster.Gpus / plan.ReplicaGpus}"
                : wanted % cluster.GpusPerNode == 0 ? $"a cluster of {wanted / cluster.GpusPerNode} nodes, or {Pipeline} with data: 0"
                : $"{Pipeline} with data: 0";
        }
    }

    private static string Listed(IEnumerable<int> degrees) => string.Join(", ", degrees);
}
