using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;

namespace Orrery.Training.Results;

/// <summary>Puts the figures of a step together.</summary>
/// <param name="book">Model, cluster and costs.</param>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
/// <param name="costs">What everything costs.</param>
/// <param name="schedule">The order of tasks.</param>
internal sealed class ResultBuilder(CostBook book, Plan plan, StepCosts costs, IPipelineSchedule schedule)
{
    public StepResult Of(IReadOnlyList<DeviceTimeline> timelines, long ticks)
    {
        IReadOnlyList<MemoryUse> memory = new MemoryModel(book, plan, costs, schedule).Stages();
        DeviceTimeline slowest = timelines.MinBy(line => line.Shares[TimeKind.Bubble])!;
        (double effective, int interval) = Availability.Of(book.Cluster, book.Model, plan, Ticks.Seconds(ticks));
        return new StepResult
        {
            Model = book.Model,
            Cluster = book.Cluster,
            Plan = plan,
            StepTicks = ticks,
            ModelFlops = ModelWork.Flops(book.Model, plan),
            HardwareFlops = HardwareFlops(),
            PeakFlopsPerSecond = Peak(),
            Memory = memory.MaxBy(use => use.Load)!,
            StageMemory = memory,
            Costs = costs,
            Timelines = timelines,
            Breakdown = slowest.Shares,
            Joules = Joules(timelines, ticks),
            EffectiveSeconds = effective,
            CheckpointSteps = interval,
            CriticalPath = Results.CriticalPath.Of(slowest, plan, ticks),
        };
    }

    private double HardwareFlops()
    {
        double again = costs.Chunks.Sum(chunk => chunk.Backward.AgainFlops);
        return ModelWork.Flops(book.Model, plan) + (again * plan.MicroBatches * plan.Tensor * plan.Context * plan.Data);
    }

    private double Peak()
    {
        string rate = PlanFormats.Of(plan.Format).Rate;
        Cluster cluster = book.Cluster;
        int gpus = plan.ReplicaGpus * plan.Data;
        double mean = cluster.Groups.Sum(group => group.Nodes * (group.Gpu.Peak.Of(rate)?.PerSecond ?? 0)) / cluster.Nodes;
        return gpus * mean;
    }

    // What operators draw, what the optimizer draws, and what a GPU draws while it waits or communicates.
    private double Joules(IReadOnlyList<DeviceTimeline> timelines, long ticks)
    {
        double sum = 0;
        foreach (DeviceTimeline line in timelines)
        {
            double own = costs.Closing[line.Stage].Joules;
            for (int chunk = 0; chunk < costs.Shape.Chunks; chunk++)
            {
                PartCosts part = costs.Of(line.Stage, chunk);
                own += plan.MicroBatches * (part.Forward.Joules + part.Backward.Joules);
            }

            own += Ticks.Seconds(ticks - line.Shares.Busy) * IdlePower.Of(book.Cluster.Gpu);
            sum += own * line.Devices;
        }

        return sum;
    }
}
