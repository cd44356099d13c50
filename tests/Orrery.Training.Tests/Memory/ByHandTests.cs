using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Work;

namespace Orrery.Training.Tests.Memory;

public sealed class ByHandTests
{
    // s b h = 2048 x 1 x 2048 = 4,194,304; 5 a s / h = 5 x 16 x 2048 / 2048 = 80.
    private const double Sbh = 2048.0 * 2048;

    [Theory]
    // Korthikanti et al., table 2: s b h (10 + 24 / t + 5 a s / (h t)); all of it over t with sequence parallelism; without the scores
    // where they are computed again; 2 s b h where the layer is.
    [InlineData(1, false, "none", 34 + 80)]
    [InlineData(2, false, "none", 10 + 12 + 40)]
    [InlineData(2, true, "none", 17 + 40)]
    [InlineData(2, false, "selective", 22)]
    [InlineData(2, true, "selective", 17)]
    [InlineData(1, false, "full", 2)]
    public void Does_a_layer_keep_what_the_paper_says(int tensor, bool sequence, string recompute, double bytes)
    {
        Plan plan = Jobs.Small with { Tensor = tensor, SequenceParallel = sequence, Recompute = recompute };
        LayerWork layer = new(Jobs.Gpt, WorkShape.Of(plan), experts: true);
        Assert.Equal(bytes * Sbh, layer.Kept(recompute, Jobs.Gpt), 1e-6 * bytes * Sbh);
    }

    [Theory]
    // Parameters of a stage: 12 layers of 12 h^2 + 13 h over two ranks, and a table of 51,200 x 2048 over two, and 2048 positions or a norm.
    // Weights 2 bytes, gradients 4, moments and exact weights 12; ZeRO divides what it shards by the two replicas.
    [InlineData(0, 2, 4, 12)]
    [InlineData(1, 2, 4, 6)]
    [InlineData(2, 2, 2, 6)]
    [InlineData(3, 1, 2, 6)]
    public void Do_parameters_take_what_ZeRO_says(int zero, double weights, double gradients, double optimizer)
    {
        MemoryUse use = new TrainingSimulator().Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Zero = zero }).StageMemory[0];
        double parameters = (12 * ((12.0 * 2048 * 2048) + (13 * 2048)) / 2) + (51200.0 / 2 * 2048) + (2048.0 * 2048);
        Assert.Equal(weights * parameters, use.Weights, 1e-9 * use.Weights);
        Assert.Equal(gradients * parameters, use.Gradients, 1e-9 * use.Gradients);
        Assert.Equal(optimizer * parameters, use.Optimizer, 1e-9 * use.Optimizer);
    }

    [Fact]
    public void Does_a_plan_that_does_not_fit_say_what_is_too_big_and_what_helps()
    {
        TrainingSimulator simulator = new();
        Plan plan = new() { Tensor = 8, Pipeline = 2, Data = 4, GlobalBatch = 64, Software = "megatron-2022" };
        StepResult step = simulator.Run(Jobs.Gpt175B, Jobs.A100(8), plan);
        Assert.False(step.Memory.Fits);

        // 175e9 / 16 parameters at 18 bytes are 197 GB.
        Assert.InRange(step.Memory.Total, 197e9, 260e9);
        Assert.StartsWith("stage ", MemoryAdvice.TooBig(step.StageMemory), StringComparison.Ordinal);
        Assert.Contains("optimizer", MemoryAdvice.TooBig(step.StageMemory), StringComparison.Ordinal);
        Plan fits = plan with { Pipeline = 8, Data = 1, Recompute = "selective", SequenceParallel = true };
        Assert.Null(MemoryAdvice.TooBig(simulator.Run(Jobs.Gpt175B, Jobs.A100(8), fits).StageMemory));

        // 5.5e9 parameters at 12 bytes leave 13 GiB for activations. Twice as many stages hold twice as many micro-batches of half the layers.
        IReadOnlyList<string> fixes = MemoryAdvice.Fixes(plan with { Pipeline = 4, Data = 2, Zero = 1 },
            change => simulator.Memory(Jobs.Gpt175B, Jobs.A100(8), change));
        Assert.Equal(["recompute: full", "activations_at: host"], fixes);
    }
}
