using System.Diagnostics;
using Orrery.Training.Plans;

namespace Orrery.Training.Tests.Results;

public sealed class SpeedTests
{
    // Bounds are ten times what an idle core takes, so that a busy machine does not fail them.
    [Fact]
    public void Is_a_trillion_parameters_on_3072_GPUs_a_matter_of_a_second()
    {
        Plan plan = new() { Tensor = 8, Pipeline = 64, Data = 6, GlobalBatch = 3072, Recompute = "full", Software = "megatron-2021", Format = "fp16" };
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(64, new TrainingSimulator().Run(Jobs.Gpt1T, Jobs.A100(384), plan).Timelines.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public void Is_175_billion_on_1024_GPUs_with_every_device_different_a_matter_of_a_second()
    {
        Plan plan = new() { Tensor = 8, Pipeline = 8, Data = 16, VirtualStages = 2, GlobalBatch = 1024, Software = "megatron-2022", Stragglers = 0.02 };
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(128, new TrainingSimulator().Run(Jobs.Gpt175B, Jobs.A100(128), plan).Timelines.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }
}
