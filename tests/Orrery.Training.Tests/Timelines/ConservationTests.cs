using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Training.Tests.Timelines;

public sealed class ConservationTests
{
    private static readonly TrainingSimulator Simulator = new();

    public static TheoryData<string> Cases => [.. Plans.Keys];

    private static readonly Dictionary<string, Plan> Plans = new()
    {
        ["plain"] = Jobs.Small,
        ["gpipe"] = Jobs.Small with { Schedule = "gpipe" },
        ["interleaved"] = Jobs.Small with { VirtualStages = 3, SequenceParallel = true, Recompute = "selective" },
        ["zero bubble"] = Jobs.Small with { Schedule = "zb-h1" },
        ["overlapped"] = Jobs.Small with { Software = "nemo-2024", Zero = 1, VirtualStages = 4, OverlapGradients = true },
        ["sharded"] = Jobs.Small with { Pipeline = 1, Data = 4, Zero = 3 },
        ["context"] = Jobs.Small with { Context = 2, Data = 1, Software = "nemo-2024" },
        ["offloaded"] = Jobs.Small with { OptimizerAt = "nvme", WeightsAt = "host", ActivationsAt = "host" },
        ["uneven"] = Jobs.Small with { StageLayers = [10, 14], Recompute = "full" },
        ["stragglers"] = Jobs.Small with { Stragglers = 0.05, Jitter = 0.02 },
        ["jitter, overlapped"] = Jobs.Small with { Software = "nemo-2024", Zero = 1, VirtualStages = 2, Jitter = 0.1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_every_tick_of_every_device_accounted_for(string name)
    {
        StepResult step = Run(name);
        Assert.Equal(8, step.Timelines.Sum(line => line.Devices));
        foreach (DeviceTimeline line in step.Timelines)
        {
            Assert.Equal(step.StepTicks, line.Shares.Total);
            Assert.Equal(step.StepTicks, line.Shares.Busy + line.Shares.Communication + line.Shares.Idle);
            long end = 0, stretches = 0;
            foreach (Activity activity in line.Activities.Where(activity => activity.Kind != ActivityKind.HiddenReduce))
            {
                Assert.InRange(activity.Start, end, step.StepTicks);
                Assert.True(activity.End >= activity.Start);
                end = activity.End;
                stretches += activity.Ticks;
            }

            // What no stretch covers is what the device waits.
            Assert.InRange(end, 0, step.StepTicks);
            Assert.Equal(step.StepTicks - stretches, line.Shares[TimeKind.Bubble]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Do_both_ends_of_every_message_agree(string name)
    {
        StepResult step = Run(name);
        foreach (IGrouping<int, DeviceTimeline> replica in step.Timelines.GroupBy(line => line.Replicas[0]))
        {
            DeviceTimeline[] stages = [.. replica.OrderBy(line => line.Stage)];
            Message[] sent = [.. stages.SelectMany(line => line.Sent)];
            Assert.Equal(sent.ToHashSet(), stages.SelectMany(line => line.Received).ToHashSet());
            foreach (Message message in sent)
            {
                // It leaves when its task is done, and the task that needs it begins when it is there.
                Assert.Contains(stages[message.From].Activities, task => task.MicroBatch == message.MicroBatch && task.End <= message.Start
                    && IsTask(task, message.Forward));
                Activity user = stages[message.To].Activities.Single(task => task.MicroBatch == message.MicroBatch && task.Chunk == message.Chunk
                    && IsTask(task, message.Forward));
                Assert.True(user.Start >= message.End);
            }
        }
    }

    [Fact]
    public void Do_all_replicas_run_alike_without_stragglers_and_the_same_seed_gives_the_same_step()
    {
        Plan noisy = Plans["stragglers"];
        StepResult one = Simulator.Run(Jobs.Gpt, Jobs.A100(1), noisy), two = Simulator.Run(Jobs.Gpt, Jobs.A100(1), noisy);
        Assert.Equal(one.StepTicks, two.StepTicks);
        Assert.NotEqual(one.StepTicks, Simulator.Run(Jobs.Gpt, Jobs.A100(1), noisy with { Seed = 2 }).StepTicks);
        Assert.True(one.StepTicks > Run("plain").StepTicks);
        Assert.Equal(2, Run("plain").Timelines.Count);
        Assert.Equal(4, one.Timelines.Count);
    }

    [Fact]
    public void Does_every_rank_have_a_timeline()
    {
        foreach (string name in (string[])["plain", "stragglers"])
        {
            StepResult step = Run(name);
            RankOrder order = new(step.Plan);
            for (int rank = 0; rank < step.Gpus; rank++)
            {
                Assert.Equal(order.PlaceOf(rank).Stage, step.TimelineOf(rank).Stage);
                Assert.Equal(rank, order.RankOf(order.PlaceOf(rank)));
            }
        }
    }

    private static StepResult Run(string name) => Simulator.Run(Jobs.Gpt, Jobs.A100(1), Plans[name]);

    private static bool IsTask(Activity task, bool forward) => forward ? task.Kind == ActivityKind.Forward
        : task.Kind is ActivityKind.Backward or ActivityKind.InputGradient;
}
