using Orrery.Training.Costs;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;

namespace Orrery.Training.Tests.Schedules;

public sealed class OwnScheduleTests
{
    [Fact]
    public void Does_a_table_run_like_the_class_that_it_writes_out()
    {
        TableSchedule table = TableSchedule.Read("mine", "F0 F1 B0 F2 B1 B2 # first\n\nF0 B0 F1 B1 F2 B2", out string? problem)!;
        Assert.Null(problem);
        PipelineShape shape = new(2, 3, 1);
        Assert.Null(table.Refuses(shape));
        StepCosts costs = StepCosts.Even(shape, 3e-3, 5e-3);
        Assert.Equal(StepComposer.Compose(costs, new OneForwardOneBackward(), 1, 1).StepTicks, StepComposer.Compose(costs, table, 1, 1).StepTicks);
    }

    [Theory]
    [InlineData("F0 X1", "stage 0 has a task 'X1', which is not like F0, B3 or W2.1")]
    [InlineData("", "the table has no stage")]
    public void Is_a_wrong_table_refused(string text, string expected)
    {
        Assert.Null(TableSchedule.Read("mine", text, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("F0 B0", "the table has 1 stages and the plan 2")]
    [InlineData("F0 F1 B0\nF0 B0 F1 B1", "stage 0 never does B1")]
    [InlineData("F0 F1 B0 B1 B1\nF0 B0 F1 B1", "stage 0 does B1 twice")]
    [InlineData("F0 F1 B0 B1\nF0 B0 B1 F1", "stage 1 does B1 before F1")]
    [InlineData("F0 F1 I0 W0 I1\nF0 B0 F1 B1", "stage 0 never does W1")]
    [InlineData("F0 F1 B0 B7\nF0 B0 F1 B1", "stage 0 has B7, but there are 2 micro-batches and 1 chunks, from 0")]
    public void Is_a_table_refused_that_leaves_out_or_doubles_a_task(string text, string expected) =>
        Assert.Equal(expected, TableSchedule.Read("mine", text, out _)!.Refuses(new PipelineShape(2, 2, 1)));

    [Fact]
    public void Is_a_schedule_refused_whose_stages_wait_for_each_other_for_ever()
    {
        // Stage 0 wants the gradient of its first micro-batch before it sends the second, stage 1 both before it gives any.
        TableSchedule table = TableSchedule.Read("mine", "F0 B0 F1 B1\nF0 F1 B0 B1", out _)!;
        PipelineShape shape = new(2, 2, 1);
        Assert.Null(table.Refuses(shape));
        Assert.Equal("the stages wait for each other for ever: stage 0 waits to do B0, stage 1 waits to do F1", PipelineComposer.Deadlock(table, shape));
        Assert.Throws<ArgumentException>(() => StepComposer.Compose(StepCosts.Even(shape, 1, 1), table, 1, 1));
    }
}
