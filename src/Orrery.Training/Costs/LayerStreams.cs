using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Training.Work;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Costs;

/// <summary>
/// What comes and goes layer by layer while layers compute: weights gathered and gradients scattered for each layer where they are sharded
/// (ZeRO 2 and 3, arXiv 1910.02054; FSDP, arXiv 2304.11277), weights and activations from and to the host where they are offloaded. The next
/// layer's are fetched beside this one's computation; what takes longer than that is exposed.
/// </summary>
/// <param name="book">Model and cluster.</param>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
/// <param name="shape">How work is split.</param>
/// <param name="gpu">The GPU.</param>
public sealed class LayerStreams(CostBook book, Plan plan, WorkShape shape, Gpu gpu)
{
    private readonly int _replicas = plan.Data * plan.Context;

    /// <summary>Whether anything streams.</summary>
    public bool Any => (plan.Zero >= 2 && _replicas > 1) || plan.WeightsAt != "gpu" || plan.ActivationsAt != "gpu";

    /// <summary>Seconds to gather the weights of a layer; 0 where every rank holds them.</summary>
    public double GatherSeconds(TaskPricer pricer) => plan.Zero == 3
        ? Between(pricer, CollectiveOperation.AllGather,
            shape.Software.NarrowGather && shape.Narrow ? shape.Format.WeightBytes : shape.Plain.Bytes) : 0;

    /// <summary>A layer with its streams beside it.</summary>
    public PartCosts Beside(PartCosts layer, TaskPricer pricer)
    {
        if (!Any)
        {
            return layer;
        }

        double gather = GatherSeconds(pricer);
        double scatter = plan.Zero >= 2 ? Between(pricer, CollectiveOperation.ReduceScatter, WireBytes) : 0;
        double weights = plan.WeightsAt == "gpu" ? 0
            : Host(Parameters().All / (plan.Zero == 3 ? _replicas : 1) * StateSize.Weight(plan), plan.WeightsAt);
        double kept = plan.ActivationsAt == "gpu" ? 0 : Host(layer.Kept, plan.ActivationsAt);
        TaskProfile Longer(TaskProfile task, double data, double host) => With(
            With(task, "sharded weights and gradients", TimeKind.Data, data, pricer.SlowDown), "host", TimeKind.Offload, host, 0);
        return layer with
        {
            Forward = Longer(layer.Forward, gather, weights + kept),
            Backward = Longer(layer.Backward, gather + scatter, weights + kept),
            InputGradient = Longer(layer.InputGradient, gather + scatter, weights + kept),
        };
    }

    private double WireBytes => PlanFormats.Of(plan.GradientFormat ?? shape.Software.GradientWire).Bytes;

    private ParameterCount Parameters() => ParameterCount.OfLayer(book.Model, plan.Tensor, plan.Expert, plan.ExpertTensor, experts: true);

    private static TaskProfile With(TaskProfile task, string name, TimeKind kind, double seconds, double slowDown)
    {
        if (seconds == 0)
        {
            return task;
        }

        long exposed = Ticks.Of(TaskPricer.Exposed(seconds, Ticks.Seconds(task.Ticks), slowDown));
        TimeShares shares = default;
        shares[kind] = exposed;
        return task.Then(new TaskProfile(shares, [new Segment(name, kind, exposed, Ticks.Of(seconds))]));
    }

    private double Between(TaskPricer pricer, CollectiveOperation operation, double bytes)
    {
        ParameterCount count = Parameters();
        double seconds = _replicas == 1 ? 0 : pricer.Seconds(new Collective("", shape.Plain, operation, count.Shared * bytes, 1, 1),
            GroupFabric.Of(book.Cluster, _replicas, plan.Tensor));
        int experts = plan.ExpertReplicas;
        return seconds + (experts == 1 || count.Experts == 0 ? 0
            : pricer.Seconds(new Collective("", shape.Plain, operation, count.Experts * bytes, 1, 1),
                GroupFabric.Of(book.Cluster, experts, plan.ExpertTensor * plan.Expert)));
    }

    // All GPUs of a node fetch at once: each over its own link, all from one memory.
    private double Host(double bytes, string place)
    {
        HostTier host = book.Cluster.Host;
        double link = host.Link?.BytesPerSecond ?? (gpu.Links.Pcie?.BytesPerSecond ?? 64e9) / 2;
        double all = bytes * book.Cluster.GpusPerNode;
        double seconds = Math.Max(bytes / link, all / host.MemoryBandwidth.BytesPerSecond);
        return place == "nvme" ? Math.Max(seconds, all / host.NvmeBandwidth.BytesPerSecond) : seconds;
    }
}
