using FsCheck;
using FsCheck.Fluent;
using Orrery.Training.Costs;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;

namespace Orrery.Training.Tests.Schedules;

public sealed class ClosedFormTests
{
    // Forward 3 ms, backward 5 ms: 8 ms a micro-batch and chunk.
    private const long Forward = 3_000_000_000, Backward = 5_000_000_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    [InlineData(4, 32)]
    [InlineData(8, 3)]
    [InlineData(64, 512)]
    public void Do_GPipe_and_1F1B_idle_for_p_minus_1_of_m_plus_p_minus_1(int stages, int batches)
    {
        foreach (IPipelineSchedule schedule in (IPipelineSchedule[])[new GPipeSchedule(), new OneForwardOneBackward()])
        {
            (IReadOnlyList<DeviceTimeline> lines, long step) = Compose(schedule, new PipelineShape(stages, batches, 1));
            Assert.Equal((batches + stages - 1) * (Forward + Backward), step);
            Assert.All(lines, line => Assert.Equal((stages - 1) * (Forward + Backward), line.Shares[TimeKind.Bubble]));
        }
    }

    [Theory]
    [InlineData(2, 2, 2)]
    [InlineData(4, 4, 3)]
    [InlineData(4, 8, 2)]
    [InlineData(8, 16, 12)]
    [InlineData(8, 128, 12)]
    [InlineData(35, 280, 3)]
    public void Does_interleaving_idle_for_p_minus_1_of_m_v_plus_p_minus_1(int stages, int batches, int chunks)
    {
        (IReadOnlyList<DeviceTimeline> lines, long step) = Compose(new InterleavedSchedule(), new PipelineShape(stages, batches, chunks));
        Assert.Equal((((long)batches * chunks) + stages - 1) * (Forward + Backward), step);
        Assert.All(lines, line => Assert.Equal((stages - 1) * (Forward + Backward), line.Shares[TimeKind.Bubble]));
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(4, 12)]
    [InlineData(8, 64)]
    public void Does_ZB_H1_idle_for_a_third_of_1F1B_where_the_parts_are_equal(int stages, int batches)
    {
        // Three parts of 1 ms: 3 m + p - 1, where 1F1B takes 3 (m + p - 1).
        PipelineShape shape = new(stages, batches, 1);
        StepCosts costs = StepCosts.Even(shape, 1e-3, 2e-3, 1e-3);
        Assert.Equal(((3L * batches) + stages - 1) * 1_000_000_000, StepComposer.Compose(costs, new ZeroBubbleSchedule(), 1, 1).StepTicks);
        Assert.Equal(3L * (batches + stages - 1) * 1_000_000_000, StepComposer.Compose(costs, new OneForwardOneBackward(), 1, 1).StepTicks);
    }

    [Fact]
    public void Does_a_chain_of_messages_lengthen_the_step_by_what_it_takes_there_and_back()
    {
        // One micro-batch through four stages: 4 x 8 ms, and three messages of 1 ms each way.
        StepCosts costs = StepCosts.Even(new PipelineShape(4, 1, 1), 3e-3, 5e-3, message: 1e-3);
        Assert.Equal((32 + 6) * 1_000_000_000L, StepComposer.Compose(costs, new OneForwardOneBackward(), 1, 1).StepTicks);
    }

    [Theory]
    // Stage i of p holds p - i micro-batches, GPipe all of them; with v chunks the first stage holds 2 (p - 1) + (v - 1) p + 1.
    [InlineData("1f1b", 4, 8, 1, 0, 4)]
    [InlineData("1f1b", 4, 8, 1, 3, 1)]
    [InlineData("1f1b", 8, 4, 1, 0, 4)]
    [InlineData("gpipe", 4, 8, 1, 0, 8)]
    [InlineData("interleaved", 4, 16, 3, 0, 15)]
    [InlineData("zb-h1", 4, 8, 1, 0, 4)]
    public void Do_stages_hold_as_many_micro_batches_as_the_papers_say(string name, int stages, int batches, int chunks, int stage, int held)
    {
        IPipelineSchedule schedule = ScheduleCatalogue.Find(name, chunks)!;
        int now = 0, most = 0;
        foreach (PipelineTask task in schedule.Tasks(stage, new PipelineShape(stages, batches, chunks)))
        {
            now += task.Kind == TaskKind.Forward ? 1 : task.Kind is TaskKind.Backward or TaskKind.WeightGradient ? -1 : 0;
            most = Math.Max(most, now);
        }

        Assert.Equal(0, now);
        Assert.Equal(held, most);
    }

    [Fact]
    public void Does_every_schedule_end_that_takes_a_shape()
    {
        foreach (IPipelineSchedule schedule in ScheduleCatalogue.Names.Select(name => ScheduleCatalogue.Find(name, 2)!))
        {
            Gen<PipelineShape> any = from stages in Gen.Choose(1, 9)
                                     from batches in Gen.Choose(1, 40)
                                     from chunks in Gen.Choose(1, 4)
                                     select new PipelineShape(stages, batches, chunks);
            Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(any.ToArbitrary(), shape =>
                schedule.Refuses(shape) is not null
                || (ScheduleCheck.Incomplete(schedule, shape) is null && PipelineComposer.Deadlock(schedule, shape) is null)));
        }
    }

    private static (IReadOnlyList<DeviceTimeline> Lines, long Step) Compose(IPipelineSchedule schedule, PipelineShape shape) =>
        StepComposer.Compose(StepCosts.Even(shape, 3e-3, 5e-3), schedule, 1, 1);
}
