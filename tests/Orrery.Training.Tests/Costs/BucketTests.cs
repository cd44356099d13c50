using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;

namespace Orrery.Training.Tests.Costs;

public sealed class BucketTests
{
    private static readonly PartCosts Chunk = new(
        TaskProfile.Of(TimeKind.Compute, 1), TaskProfile.Of(TimeKind.Compute, 2), TaskProfile.Empty, TaskProfile.Of(TimeKind.Compute, 1), 0);

    private static ClosingCosts Closing(double seconds, int buckets, double end, double slow = 0) => new()
    {
        Reduce = [Ticks.Of(seconds)],
        ReduceAtOnce = Ticks.Of(seconds),
        Optimizer = 0,
        Gather = [Ticks.Of(seconds)],
        GatherAtOnce = Ticks.Of(seconds),
        OverlapReduce = true,
        OverlapGather = true,
        Buckets = buckets,
        LastReduce = Ticks.Of(end),
        FirstGather = Ticks.Of(end),
        SlowDown = slow,
    };

    [Theory]
    // A backward pass of 2 s in four parts hides 1.5 s: 1 s of reduction but its last bucket, 3 s but 1.5 s; whole, all is exposed.
    [InlineData(1, 4, 0.25, 0.25)]
    [InlineData(3, 4, 0.75, 1.5)]
    [InlineData(1, 4, 0.5, 0.5)]
    [InlineData(1, 1, 1, 1)]
    public void Does_a_backward_pass_hide_all_buckets_but_the_last(double seconds, int buckets, double last, double exposed) =>
        Assert.Equal(Ticks.Of(exposed), Closing(seconds, buckets, last).ReduceTail(Chunk, split: false));

    [Theory]
    // A forward pass of 1 s in four parts hides 0.75 s of a gather of 0.8 s but its first bucket of 0.2 s; what is hidden takes a quarter of
    // the multiprocessors.
    [InlineData(0.8, 4, 0.2, 0, 0.2)]
    [InlineData(2, 4, 0.5, 0, 1.25)]
    [InlineData(0.8, 4, 0.2, 0.25, 0.2 + (0.25 * 0.6))]
    [InlineData(0.8, 1, 0.8, 0.25, 0.8)]
    public void Does_a_forward_pass_hide_all_buckets_but_the_first(double seconds, int buckets, double first, double slow, double late) =>
        Assert.Equal(Ticks.Of(late), Closing(seconds, buckets, first, slow).GatherDelay(Chunk));

    [Fact]
    public void Is_a_step_as_long_as_what_is_left_of_its_exchanges()
    {
        // One stage, two micro-batches of 1 + 2 s: 0.2 s of weights, 6 s, 0.25 s of gradients.
        StepCosts costs = new()
        {
            Shape = new PipelineShape(1, 2, 1),
            Chunks = [Chunk],
            MessageTicks = [0],
            MessageBytes = 0,
            OverlapMessages = true,
            Closing = [Closing(0.8, 4, 0.2) with { Reduce = [Ticks.Of(1)], LastReduce = Ticks.Of(0.25) }],
        };
        (IReadOnlyList<DeviceTimeline> lines, long step) = StepComposer.Compose(costs, new OneForwardOneBackward(), 1, 1);
        Assert.Equal(Ticks.Of(6.45), step);

        // The other 0.75 s ran beside the last backward pass, up to its end.
        Activity hidden = lines[0].Activities.Single(activity => activity.Kind == ActivityKind.HiddenReduce);
        Assert.Equal((Ticks.Of(5.45), Ticks.Of(6.2)), (hidden.Start, hidden.End));
    }

    [Fact]
    public void Has_only_the_first_chunk_of_the_first_stage_buckets()
    {
        // 12 layers of 50 million parameters over two ranks and tables: (12 x 25.2 + 52.4 + 4.2) / 40 = 8.9 million buckets of 40.
        Plan plan = Jobs.Small with { Software = "nemo-2024", Zero = 1 };
        CostBook book = new TrainingSimulator().Book(Jobs.Gpt, Jobs.A100(1));
        ClosingCosts[] closing = new StepPricer(book).Of(plan).Closing;
        Assert.Equal([8, 1], closing.Select(one => one.Buckets));
    }
}
