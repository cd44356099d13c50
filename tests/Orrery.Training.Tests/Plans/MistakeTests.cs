using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Training.Plans;

namespace Orrery.Training.Tests.Plans;

public sealed class MistakeTests
{
    [Fact]
    public void Are_all_mistakes_of_a_plan_told_at_once()
    {
        Plan plan = new()
        {
            Tensor = 3,
            Pipeline = 32,
            Data = 5,
            Expert = 2,
            GlobalBatch = 7,
            Sequence = 2048,
            Schedule = "1f1c",
            Format = "fp8",
            Software = "nemo-2032",
        };
        string[] found = [.. PlanCheck.All(Jobs.Gpt, Jobs.A100(1), plan).Select(mistake => mistake.Key)];
        Assert.Equal(["data", "expert", "expert", "format", "global_batch", "pipeline", "schedule", "software", "tensor", "tensor", "tensor", "tensor"],
            found.Where(key => key != "sequence_parallel").Order());
    }

    [Theory]
    [InlineData("schedule", "did you mean '1f1b'?")]
    [InlineData("format", "allowed: fp32, tf32, fp16, bf16, int8, int4")]
    [InlineData("data", "allowed: data: 2")]
    [InlineData("global_batch", "allowed: 18")]
    public void Does_a_mistake_come_with_the_fix(string key, string fix)
    {
        Plan plan = key switch
        {
            "schedule" => Jobs.Small with { Schedule = "1f1" },
            "format" => Jobs.Small with { Format = "fp8" },
            "data" => Jobs.Small with { Data = 4 },
            _ => Jobs.Small with { GlobalBatch = 17 },
        };
        Diagnostic mistake = Assert.Single(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), plan));
        Assert.Equal(key, mistake.Key);
        Assert.Contains(fix, mistake.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_ranks_filled_in_where_the_plan_leaves_them_open()
    {
        Assert.Equal(4, (Jobs.Small with { Data = 0 }).For(16).Data);
        Assert.Empty(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Data = 0 }));
        Assert.Equal("data", Assert.Single(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Data = 0, Tensor = 16 })).Key);
    }

    [Theory]
    [InlineData("10, 13", "stage_layers")]
    [InlineData("8, 8, 8", "stage_layers")]
    public void Are_layers_that_do_not_add_up_refused(string layers, string key) => Assert.Equal(key, Assert.Single(PlanCheck.All(
        Jobs.Gpt, Jobs.A100(1), Jobs.Small with { StageLayers = [.. layers.Split(", ").Select(int.Parse)] })).Key);

    [Fact]
    public void Does_a_mistake_name_the_line_of_the_file()
    {
        List<Diagnostic> problems = [];
        MapNode node = YamlReader.Read("job.yaml", "tensor: 2\nglobal_batch: 17\npipeline: 2", problems)!;
        Plan plan = new Binder(problems).Bind<Plan>(node);
        Assert.Empty(problems);
        Assert.Equal("job.yaml:2: plan.global_batch: is no multiple of micro-batch x data-parallel ranks = 1 x 2 = 2 (given '17'; allowed: 18)",
            Assert.Single(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), plan, source: node)).ToString());
    }

    [Fact]
    public void Is_interleaving_refused_where_micro_batches_do_not_come_in_groups() => Assert.Equal(
        "plan: schedule: interleaving passes micro-batches in groups of 2, one for each stage, and 7 is no multiple (given 'interleaved')",
        Assert.Single(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { VirtualStages = 2, GlobalBatch = 14 })).ToString());

    [Fact]
    public void Is_interleaving_of_one_stage_refused() => Assert.Equal("schedule",
        Assert.Single(PlanCheck.All(Jobs.Gpt, Jobs.A100(1), Jobs.Small with { Pipeline = 1, Data = 4, VirtualStages = 2 })).Key);
}
