using Orrery.Training.Costs;
using Orrery.Training.Results;
using Orrery.Training.Schedules;

namespace Orrery.Training.Timelines;

/// <summary>Joins replicas at the end of the step: gradients, optimizer, weights.</summary>
public static class StepComposer
{
    /// <summary>The timelines of a step.</summary>
    /// <param name="costs">What everything costs.</param>
    /// <param name="schedule">The order of tasks.</param>
    /// <param name="replicas">Data-parallel ranks.</param>
    /// <param name="gpusOfStage">GPUs of one stage of one replica.</param>
    /// <param name="noise">Differences between devices; null where all run alike.</param>
    /// <returns>The timelines and the length of the step in ticks.</returns>
    /// <exception cref="ArgumentException">The stages wait for each other for ever.</exception>
    public static (IReadOnlyList<DeviceTimeline> Timelines, long StepTicks) Compose(
        StepCosts costs, IPipelineSchedule schedule, int replicas, int gpusOfStage, TaskNoise? noise = null)
    {
        IReadOnlyList<PipelineTask>[] orders = PipelineComposer.Orders(schedule, costs.Shape);
        int different = noise is null ? 1 : replicas;
        ReplicaRun[] runs = [.. Enumerable.Range(0, different).Select(replica => PipelineComposer.Compose(costs, orders, noise, replica))];
        bool split = orders.Any(order => order.Any(task => task.Kind == TaskKind.WeightGradient));
        long step = Close(costs, runs, split);
        List<DeviceTimeline> timelines = [];
        for (int replica = 0; replica < different; replica++)
        {
            ILookup<int, Message> sent = runs[replica].Messages.ToLookup(message => message.From);
            ILookup<int, Message> received = runs[replica].Messages.ToLookup(message => message.To);
            for (int stage = 0; stage < costs.Shape.Stages; stage++)
            {
                timelines.Add(new DeviceTimeline
                {
                    Stage = stage,
                    Replicas = noise is null ? [.. Enumerable.Range(0, replicas)] : [replica],
                    Devices = gpusOfStage * (noise is null ? replicas : 1),
                    Activities = runs[replica].Activities[stage],
                    Sent = [.. sent[stage]],
                    Received = [.. received[stage]],
                    Shares = runs[replica].Shares[stage],
                });
            }
        }

        return (timelines, step);
    }

    private static long Close(StepCosts costs, ReplicaRun[] runs, bool split)
    {
        int stages = costs.Shape.Stages;
        long[] reduced = [.. Enumerable.Range(0, stages).Select(stage => Reduce(costs, runs, stage, split))];
        if (costs.Closing[0].Tied > 0 && stages > 1)
        {
            long start = Math.Max(reduced[0], reduced[^1]);
            foreach (int stage in (int[])[0, stages - 1])
            {
                Put(runs, stage, ActivityKind.GradientReduce, TimeKind.Data, start, costs.Closing[stage].Tied);
                reduced[stage] = start + costs.Closing[stage].Tied;
            }
        }

        // The norm of all gradients decides how far each is cut, so no stage goes on before all are there.
        long all = reduced.Max();
        long end = 0;
        for (int stage = 0; stage < stages; stage++)
        {
            ClosingCosts closing = costs.Closing[stage];
            Put(runs, stage, ActivityKind.Optimizer, TimeKind.Optimizer, all, closing.Norm + closing.Optimizer);
            Put(runs, stage, ActivityKind.Offload, TimeKind.Offload, runs[0].End[stage], closing.Offload);
            Put(runs, stage, ActivityKind.ParameterGather, TimeKind.Data, runs[0].End[stage], closing.OverlapGather ? 0 : closing.GatherAtOnce);
            end = Math.Max(end, runs[0].End[stage]);
        }

        foreach (ReplicaRun run in runs)
        {
            for (int stage = 0; stage < stages; stage++)
            {
                run.Shares[stage][TimeKind.Bubble] += end - run.End[stage];
                run.End[stage] = end;
            }
        }

        return end;
    }

    // All replicas take part at once; who is early waits. Gives the tick at which the gradients of the stage are summed.
    private static long Reduce(StepCosts costs, ReplicaRun[] runs, int stage, bool split)
    {
        ClosingCosts closing = costs.Closing[stage];
        long done = runs.Max(run => run.End[stage]);
        if (!closing.OverlapReduce)
        {
            Put(runs, stage, ActivityKind.GradientReduce, TimeKind.Data, done, closing.ReduceAtOnce);
            return done + closing.ReduceAtOnce;
        }

        int chunks = closing.Reduce.Length;
        (int Chunk, long Ready)[] order = [.. Enumerable.Range(0, chunks)
            .Select(chunk => (chunk, runs.Max(run => run.Ready[stage, chunk]))).OrderBy(part => part.Item2)];
        long free = 0;
        long hidden = 0;
        foreach ((int chunk, long ready) in order)
        {
            long tail = chunk == 0 ? closing.ReduceTail(costs.Of(stage, 0), split) : closing.Reduce[chunk];
            free = Math.Max(free + closing.Reduce[chunk], ready + tail);
            long beside = Math.Max(0, closing.Reduce[chunk] - Math.Max(0, free - done));
            long start = Math.Min(free, done) - beside;
            hidden += beside;
            if (beside > 0)
            {
                foreach (ReplicaRun run in runs)
                {
                    run.Activities[stage].Add(new Activity(ActivityKind.HiddenReduce, start, start + beside, -1, chunk));
                }
            }
        }

        // Tasks beside a reduction take longer; the stage is late by that at its end.
        long late = (long)Math.Round(hidden * closing.SlowDown);
        long exposed = Math.Max(late, free - done);
        Put(runs, stage, ActivityKind.GradientReduce, TimeKind.Data, done, exposed);
        return done + exposed;
    }

    private static void Put(ReplicaRun[] runs, int stage, ActivityKind kind, TimeKind time, long start, long ticks)
    {
        if (ticks == 0)
        {
            return;
        }

        foreach (ReplicaRun run in runs)
        {
            run.Shares[stage][TimeKind.Bubble] += start - run.End[stage];
            run.Shares[stage][time] += ticks;
            run.Activities[stage].Add(new Activity(kind, start, start + ticks));
            run.End[stage] = start + ticks;
        }
    }
}
