using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Training.Work;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Tests.Work;

public sealed class RingAttentionTests
{
    private static readonly TransformerModel Gpt = Jobs.Gpt;

    private static LayerWork Layer(int context, int tensor = 2) => new(Gpt, Shape(context, tensor), experts: true);

    private static WorkShape Shape(int context, int tensor) =>
        WorkShape.Of(Jobs.Small with { Software = "nemo-2024", Context = context, Tensor = tensor });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Do_all_ranks_together_attend_to_every_pair_once(int context)
    {
        double Products(IReadOnlyList<WorkItem> items) => items.Where(item => item.Work is Attention or AttentionGradient).Sum(item => item.Work.Flops);
        Assert.Equal(Products(Layer(1).Forward), context * Products(Layer(context).Forward), 1.0);
        Assert.Equal(Products(Layer(1).Backward("none")), context * Products(Layer(context).Backward("none")), 1.0);
    }

    [Fact]
    public void Is_there_a_kernel_a_step_with_half_of_the_passing_keys()
    {
        // 2048 tokens over four ranks are 512 each: 512 on 512 causally, then three times 512 on 256.
        Attention[] kernels = [.. Layer(4).Forward.Select(item => item.Work).OfType<Attention>()];
        Assert.Equal([(512, 512, true), (512, 256, false), (512, 256, false), (512, 256, false)],
            kernels.Select(kernel => (kernel.Queries, kernel.Keys, kernel.Causal)));
    }

    [Fact]
    public void Do_keys_values_and_gradients_go_once_round_the_ring()
    {
        // 512 tokens x 8 heads x (128 + 128) elements x 2 bytes = 2 MiB: three messages forward; backward one of keys and values, two with
        // gradients beside them, one of gradients alone.
        const double Own = 512.0 * 8 * 256 * 2;
        double[] Messages(IReadOnlyList<WorkItem> items) =>
            [.. items.Where(item => item.Kind == TimeKind.Context).Select(item => ((Collective)item.Work).BufferBytes)];
        Assert.Equal([Own, Own, Own], Messages(Layer(4).Forward));
        Assert.Equal([Own, 2 * Own, 2 * Own, Own], Messages(Layer(4).Backward("none")));
        Assert.All(Layer(4).Forward.Where(item => item.Kind == TimeKind.Context), item => Assert.Equal(Beside.Next, item.Beside));
        Assert.Empty(Messages(Layer(1).Forward));
    }

    [Fact]
    public void Does_merging_stream_as_many_bytes_as_by_hand()
    {
        // Outputs of a rank: 512 x 8 heads x 128 = 524,288 elements of 2 bytes. The first is read and written, each of three others is
        // read with the sum so far, which is written: (2 + 3 x 3) x 1 MiB.
        double merged = Layer(4).Forward.Where(item => item.Work.Name is "scale output" or "merge outputs").Sum(item => item.Work.Bytes);
        Assert.Equal(11 * 1024.0 * 1024, merged);

        // Gradients of queries: three sums of as many elements; of keys and values, 1,048,576: two halves and, at home, all.
        double queries = Layer(4).Backward("none").Where(item => item.Work.Name == "sum of query gradients").Sum(item => item.Work.Bytes);
        double keys = Layer(4).Backward("none").Where(item => item.Work.Name == "sum of key and value gradients").Sum(item => item.Work.Bytes);
        Assert.Equal(3 * 3 * 1024.0 * 1024, queries);
        Assert.Equal(2 * 3 * 2 * 1024.0 * 1024, keys);
    }

    [Fact]
    public void Does_a_step_keep_nothing()
    {
        double One(int context) => Layer(context).Kept("none", Gpt) * context;
        Assert.Equal(One(1), One(4), 1.0);

        // While it runs: keys and values and outputs of four steps, 4 x (2 + 1) MiB.
        Assert.Equal(12 * 1024.0 * 1024, AttentionWork.WorkingBytes(Gpt, Shape(4, 2)));
    }

    [Fact]
    public void Is_an_exchange_exposed_where_the_network_is_slow()
    {
        // Tensor-parallel groups of eight fill nodes, so the ring leaves them: 1024 tokens x 2 heads x 256 x 2 bytes = 1 MiB over 25 GB/s
        // take longer than the kernel beside it, and what is left of the message is exposed.
        Plan plan = Jobs.Small with { Software = "nemo-2024", Tensor = 8, Pipeline = 1, Context = 2, Data = 1 };
        TaskProfile forward = new TrainingSimulator().Book(Gpt, Jobs.A100(2)).Of(WorkShape.Of(plan), Jobs.A100(2).Gpu).Layer.Forward;
        Segment message = Assert.Single(forward.Segments, part => part.Kind == TimeKind.Context);
        long kernel = forward.Segments.Single(part => part.Name == "attention").Ticks;
        Assert.InRange(message.AloneTicks, Ticks.Of((1 << 20) / 25e9), Ticks.Of(3 * (1 << 20) / 25e9));
        Assert.InRange(message.Ticks, message.AloneTicks - kernel - 1, message.AloneTicks - kernel + 1);
    }
}
