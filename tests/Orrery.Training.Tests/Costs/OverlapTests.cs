using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Work;

namespace Orrery.Training.Tests.Costs;

public sealed class OverlapTests
{
    [Theory]
    // Half of the multiprocessors: a collective of 2 s costs 1 s of a computation of 10 s; one of 30 s is longer by 20 than 10 s.
    [InlineData(2, 10, 0.5, 1)]
    [InlineData(30, 10, 0.5, 20)]
    [InlineData(20, 10, 0.5, 10)]
    [InlineData(5, 10, 0, 0)]
    [InlineData(12, 10, 0, 2)]
    [InlineData(0, 10, 0.2, 0)]
    public void Is_what_is_hidden_paid_in_multiprocessors(double collective, double compute, double slowDown, double exposed) =>
        Assert.Equal(exposed, TaskPricer.Exposed(collective, compute, slowDown), 1e-12);

    [Fact]
    public void Do_segments_add_up_to_shares_and_shares_to_ticks()
    {
        foreach (string software in (string[])["megatron-2021", "megatron-2022", "nemo-2024"])
        {
            Plan plan = Jobs.Small with { Software = software, SequenceParallel = true, Recompute = "full" };
            ModelCosts costs = new TrainingSimulator().Book(Jobs.Gpt, Jobs.A100(1)).Of(WorkShape.Of(plan), Jobs.A100(1).Gpu);
            foreach (TaskProfile task in (TaskProfile[])[costs.Layer.Forward, costs.Layer.Backward, costs.Head.Backward, costs.Layer.Times(3).Forward])
            {
                foreach (TimeKind kind in Enum.GetValues<TimeKind>())
                {
                    Assert.Equal(task.Shares[kind], task.Segments.Where(part => part.Kind == kind).Sum(part => part.Ticks));
                }

                Assert.Equal(task.Ticks, task.Shares.Total);
                Assert.All(task.Segments, part => Assert.InRange(part.Ticks, 0, Math.Max(part.AloneTicks, part.Ticks)));
            }
        }
    }

    [Fact]
    public void Is_a_split_backward_pass_as_long_as_a_whole_one_where_nothing_overlaps()
    {
        Plan plan = Jobs.Small with { Software = "megatron-2021" };
        PartCosts layer = new TrainingSimulator().Book(Jobs.Gpt, Jobs.A100(1)).Of(WorkShape.Of(plan), Jobs.A100(1).Gpu).Layer;
        Assert.Equal(layer.Backward.Ticks, layer.InputGradient.Ticks + layer.WeightGradient.Ticks);
    }

    [Fact]
    public void Do_products_of_a_layer_count_what_the_papers_count()
    {
        // 24 s b h^2 + 4 s^2 b h forward, twice as much backward, over two tensor-parallel ranks; once more forward where all is recomputed.
        const double S = 2048, H = 2048;
        double forward = ((24 * S * H * H) + (4 * S * S * H)) / 2;
        Plan plan = Jobs.Small with { Recompute = "full" };
        PartCosts layer = new TrainingSimulator().Book(Jobs.Gpt, Jobs.A100(1)).Of(WorkShape.Of(plan), Jobs.A100(1).Gpu).Layer;
        Assert.Equal(forward, layer.Forward.Flops, 0.001 * forward);
        Assert.Equal(3 * forward, layer.Backward.Flops, 0.003 * forward);
        Assert.Equal(forward, layer.Backward.AgainFlops, 0.001 * forward);
    }
}
