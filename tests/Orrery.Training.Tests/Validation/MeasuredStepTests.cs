using Orrery.Configuration;
using Orrery.Training.Plans;
using Orrery.Training.Validation;

namespace Orrery.Training.Tests.Validation;

public sealed class MeasuredStepTests
{
    private static readonly string File = Path.Combine(Repository.Measured, "training.csv");

    [Fact]
    public void Are_measured_steps_met()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "the table of measured steps is not here");
        List<Diagnostic> problems = [];
        TrainingTable table = TrainingTable.Read(File, problems)!;
        Assert.Empty(problems);
        Assert.Empty(table.Skipped);
        TrainingSimulator simulator = new();
        double[] errors = [.. table.Rows.Select(row =>
            Math.Abs((simulator.Run(row.Model, row.Cluster, row.Plan).StepSeconds / row.MeasuredSeconds) - 1))];
        Assert.InRange(errors.Average(), 0, 0.03);
        Assert.InRange(errors.Max(), 0, 0.08);
    }

    [Fact]
    public void Does_throughput_fall_with_the_number_of_micro_batches_as_measured()
    {
        // MLPerf, GPT-3 175B on H100, 8 stages of 12 chunks: 1, 0.859 and 0.746 of the throughput with 128, 16 and 8 micro-batches.
        Plan plan = new() { Tensor = 4, Pipeline = 8, VirtualStages = 12, SequenceParallel = true, Zero = 1, Format = "fp8", Software = "nemo-2023a", GlobalBatch = 1 };
        TrainingSimulator simulator = new();
        double Throughput(int batches) => simulator.Run(Jobs.Gpt175B, Jobs.H100(64), plan with { GlobalBatch = 16 * batches }).TokensPerSecond;
        double most = Throughput(128);
        Assert.Equal(0.859, Throughput(16) / most, 0.02);
        Assert.Equal(0.746, Throughput(8) / most, 0.02);
    }

    [Fact]
    public void Is_a_row_skipped_that_lacks_what_decides()
    {
        const string Header = "id,group,gpu,n_acc,gpus_per_node,software,model,layers,hidden,ffn,heads,kv_heads,seq,vocab,precision,tp,pp,vpp,micro_batch,global_batch,step_time_s\n";
        string file = Path.GetTempFileName();
        System.IO.File.WriteAllText(file, Header
            + "whole,g,A100-SXM4-80GB,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,4,1\n"
            + "batch,g,A100-SXM4-80GB,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,,4,1\n"
            + "gpu,g,Z100,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,4,1\n"
            + "chunks,g,A100-SXM4-80GB,16,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,2,,4,4,1\n"
            + "experts,g,A100-SXM4-80GB,8,8,megatron-2022,Some-MoE,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,4,1\n");
        TrainingTable table = TrainingTable.Read(file, [])!;
        System.IO.File.Delete(file);
        Assert.Equal("whole", Assert.Single(table.Rows).Id);
        Assert.Equal(
            [
                new SkippedRow("batch", "micro_batch is not known"), new SkippedRow("gpu", "there is no GPU 'Z100'"),
                new SkippedRow("chunks", "vpp is not known"), new SkippedRow("experts", "the experts of 'Some-MoE' are not known"),
            ],
            table.Skipped);
    }
}
