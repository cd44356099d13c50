using Orrery.Configuration;
using Orrery.Training.Plans;
using Orrery.Training.Validation;
using Orrery.Workloads.Models;

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
    public void Are_published_steps_met_to_which_nothing_was_fitted()
    {
        double[] errors = Errors("published-training-steps.csv");
        Assert.Equal(63, errors.Length);
        Assert.InRange(errors.Average(Math.Abs), 0, 0.08);
        Assert.InRange(errors.Average(), -0.05, 0.05);
        Assert.InRange(errors.Max(Math.Abs), 0, 0.25);
    }

    [Fact]
    public void Can_steps_of_many_small_experts_be_read()
    {
        // Host and recomputation are not in them: only the order of magnitude is held.
        double[] errors = Errors("published-expert-steps.csv");
        Assert.Equal(15, errors.Length);
        Assert.InRange(errors.Max(), 0, 0.2);
        Assert.InRange(errors.Min(), -0.65, 0);
    }

    private static double[] Errors(string file)
    {
        List<Diagnostic> problems = [];
        TrainingTable table = TrainingTable.Read(Path.Combine(Repository.Root, "examples", file), problems)!;
        Assert.Empty(problems);
        Assert.Empty(table.Skipped);
        TrainingSimulator simulator = new();
        return [.. table.Rows.Select(row => (simulator.Run(row.Model, row.Cluster, row.Plan).StepSeconds / row.MeasuredSeconds) - 1)];
    }

    [Theory]
    [InlineData("DeepSeekV3", 61, 7168, "deepseek-v3")]
    [InlineData("DeepSeek-V3", 61, 7168, "deepseek-v3")]
    [InlineData("Qwen3_235B_a22B", 94, 4096, "qwen3-235b-a22b")]
    [InlineData("Qwen3_30B_a3B", 48, 2048, "qwen3-30b-a3b")]
    [InlineData("LLAMA3.1_405B", 126, 16384, "llama-3-405b")]
    [InlineData("LLAMA3_70B", 80, 8192, "llama-3-70b")]
    [InlineData("Llama-3.1-8B", 32, 4096, "llama-3-8b")]
    [InlineData("Mixtral 8x22B", 56, 6144, "mixtral-8x22b")]
    public void Is_a_model_found_however_a_table_spells_it(string name, int layers, int hidden, string found)
    {
        List<string> problems = [];
        Dictionary<string, string> cells = new() { ["model"] = name, ["layers"] = $"{layers}", ["hidden"] = $"{hidden}", ["heads"] = "1" };
        Assert.Equal(found, new RowModel(cells).Read(problems)!.Name);
        Assert.Empty(problems);

        // Other sizes are another model: its experts are not known, or it is one of Llama's kind.
        cells["layers"] = "7";
        Assert.NotEqual(found, new RowModel(cells).Read(problems)?.Name);
    }

    [Fact]
    public void Is_nemotron_no_model_of_llamas_kind()
    {
        Dictionary<string, string> cells = new()
        { ["model"] = "Nemotron-4-340B", ["layers"] = "96", ["hidden"] = "18432", ["heads"] = "96", ["kv_heads"] = "8", ["ffn"] = "73728", ["vocab"] = "256000" };
        TransformerModel model = new RowModel(cells).Read([])!;
        Assert.Equal((false, "relu", false, false, true), (model.GatedMlp, model.Activation, model.MlpBias, model.TiedEmbeddings, model.Rotary));

        // 96 layers of two matrices 18,432 x 73,728, projections with 8 of 96 heads for keys and values, two tables: 341e9.
        Assert.Equal(341e9, model.Parameters(), 1e9);
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
