using Orrery.Configuration.Units;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Rows;
using Orrery.Training.Traces.Writing;

namespace Orrery.Training.Tests.Traces;

/// <summary>Are the rows of a time line whole, in order, and few enough to open?</summary>
public sealed class TracesRowsTests
{
    private static readonly Plan Large = new()
    { Tensor = 8, Pipeline = 8, Data = 16, VirtualStages = 3, GlobalBatch = 1024, MicroBatch = 1, Software = "megatron-2022", Recompute = "selective", SequenceParallel = true };

    [Fact]
    public void A_thousand_devices_stay_within_the_bound_and_none_is_lost()
    {
        StepResult step = new TrainingSimulator().Run(Jobs.Gpt175B, Jobs.A100(128), Large);
        IReadOnlyList<TimelineRow> whole = StepRows.Of(step, new RowSelection { MostSpans = 100_000_000 });
        IReadOnlyList<TimelineRow> rows = StepRows.Of(step);
        Assert.True(whole.Sum(row => row.Spans.Count) > 250_000);
        Assert.InRange(rows.Sum(row => row.Spans.Count), 200_000, 250_000);
        Assert.Equal(Enumerable.Range(0, 1024), rows.Select(row => row.Rank).Distinct());
        foreach ((TimelineRow few, TimelineRow all) in rows.Zip(whole))
        {
            // Every bar is in one of those that stand for several.
            Assert.Equal(all.Spans.Count, few.Spans.Sum(span => span.Count));
            Assert.Equal((all.Spans[0].Start, all.Spans[^1].End), (few.Spans[0].Start, few.Spans[^1].End));
            Assert.All(few.Spans.Zip(few.Spans.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        }
    }

    [Fact]
    public void Chosen_ranks_and_a_window_are_all_that_is_shown()
    {
        StepResult step = new TrainingSimulator().Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        double middle = step.StepSeconds / 2;
        IReadOnlyList<TimelineRow> rows = StepRows.Of(step, new RowSelection { Ranks = [5, 2], From = new Duration(middle), To = new Duration(middle * 1.1) });
        Assert.Equal([2, 5], rows.Select(row => row.Rank).Distinct());
        Assert.All(rows.SelectMany(row => row.Spans), span => Assert.True(span.Start >= Ticks.Of(middle) && span.End <= Ticks.Of(middle * 1.1)));
    }

    [Fact]
    public void The_rows_of_a_device_hold_its_whole_timeline()
    {
        StepResult step = new TrainingSimulator().Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        TimelineRow device = StepRows.Of(step, new RowSelection { Ranks = [0] }).Single(row => row.Name == "device");
        Assert.Equal("rank 0, stage 0, replica 0", device.RankName);
        Assert.Equal(step.StepTicks - step.Timelines[0].Shares.Idle, device.Spans.Sum(span => span.End - span.Start));
    }

    [Fact]
    public void Recorded_ranks_of_a_replay_have_rows_with_the_names_of_their_nodes()
    {
        using TraceFolder folder = new();
        folder.Add(0, TraceNodes.Compute(0, "attention", 0, 0, 5), TraceNodes.Send(1, "out", 0, 1, 0, 8, "", 3, 0));
        folder.Add(1, TraceNodes.Receive(0, "in", 0, 1, 0, 8), TraceNodes.Compute(1, "mlp", 0, 0, 4, 0));
        IReadOnlyList<TimelineRow> rows = ReplayRows.Of(folder.Replay(2, TraceFolder.Recorded with { Recorded = [0, 1] }));
        Assert.Equal(
            ["0 compute attention 0-5", "0 communication 0 out 5-8", "1 compute mlp 8-12", "1 receives in 5-8"],
            rows.SelectMany(row => row.Spans.Select(span => $"{row.Rank} {row.Name} {span.Name} {span.Start}-{span.End}")));
    }
}
