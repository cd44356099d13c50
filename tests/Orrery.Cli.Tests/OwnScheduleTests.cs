using System.Text.Json;
using Orrery.Training.Schedules;

namespace Orrery.Cli.Tests;

/// <summary>A pipeline schedule of a user's own class, from the file to the folder.</summary>
public sealed class OwnScheduleTests : IDisposable
{
    private const string Job = """
        experiment: training
        model: gpt2-large
        cluster: {preset: dgx-a100, nodes: 1}
        plugins: [PLUGIN]
        plan: {tensor: 2, pipeline: 4, sequence: 1024, global_batch: 16, schedule: eager-1f1b}
        """;

    private static readonly string Example = Path.Combine(AppContext.BaseDirectory, "MySchedule.dll");
    private static readonly string Tests = typeof(OwnScheduleTests).Assembly.Location;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_the_step_run_in_the_order_of_the_class()
    {
        string file = Written(Example);
        using JsonDocument own = Json("run", file, "--json");
        JsonElement root = own.RootElement;
        Assert.Equal("eager-1f1b", root.GetProperty("plan").GetProperty("schedule").GetString());

        // Before its first backward pass, stage i of 4 does 2 (3 - i) forward passes and one more.
        Assert.Equal([7, 5, 3, 1], InFlight(own));
        Assert.NotEmpty(root.GetProperty("improvements").EnumerateArray());

        // Interleaving with one chunk has the same order; 1F1B does 3 - i and one more.
        using JsonDocument same = Json("run", file, "--json", "--set", "plan.schedule=interleaved");
        using JsonDocument other = Json("run", file, "--json", "--set", "plan.schedule=1f1b");
        Assert.Equal(Step(same), Step(own));
        Assert.Equal([4, 3, 2, 1], InFlight(other));

        // The folder runs again from anywhere.
        string folder = root.GetProperty("run_folder").GetString()!.Replace("FOLDER", _cli.Folder, StringComparison.Ordinal);
        using JsonDocument again = Json("run", Path.Combine(folder, "experiment.resolved.yaml"), "--json");
        Assert.Equal(Step(own), Step(again));
    }

    [Fact]
    public void Is_the_class_found_by_an_option_too()
    {
        string file = _cli.Write("job.yaml", Job.Replace("plugins: [PLUGIN]\n", "", StringComparison.Ordinal));
        using JsonDocument own = Json("run", file, "--json", "--plugin", Example);
        Assert.Equal("eager-1f1b", own.RootElement.GetProperty("plan").GetProperty("schedule").GetString());
    }

    [Theory]
    [InlineData("schedule: eager-1f1b", "virtual_stages: 3, schedule: eager-1f1b", "plan.schedule: eager-1f1b has one chunk a stage: set virtual_stages to 1")]
    [InlineData("eager-1f1b", "eager-1f1", "did you mean 'eager-1f1b'?; allowed: auto, 1f1b, gpipe, interleaved, zb-h1, eager-1f1b)")]
    public void What_is_said_where_it_does_not_match_the_plan(string old, string @new, string expected)
    {
        Assert.Equal(2, _cli.Run("run", Written(Example, (old, @new))));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forgetful", "plan.schedule: stage 0 never does B15 (given 'forgetful')")]
    [InlineData("broken", "plan.schedule: the class BrokenSchedule fails with IndexOutOfRangeException: ")]
    [InlineData("unmade", "plugins: the constructor of UnmadeSchedule fails: not today")]
    public void Is_a_class_with_a_mistake_told_without_a_crash(string name, string expected)
    {
        Assert.Equal(2, _cli.Run("run", Written(Tests, ("eager-1f1b", name))));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_an_assembly_without_a_schedule_told()
    {
        Assert.Equal(2, _cli.Run("run", Written(typeof(PipelineTask).Assembly.Location.Replace("Training", "Hardware", StringComparison.Ordinal))));
        Assert.Contains("job.yaml:4: plugins: has no public pipeline schedule: a class that implements IPipelineSchedule", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Do_the_docs_show_the_class_that_is_tested()
    {
        string shown = File.ReadAllText(Path.Combine(Cli.Repository, "docs", "training.md")).Split("```csharp\n")[1].Split("```")[0];
        Assert.Contains(shown, File.ReadAllText(Path.Combine(Cli.Repository, "examples", "09-my-schedule", "EagerSchedule.cs")), StringComparison.Ordinal);
    }

    private string Written(string plugin, params (string Old, string New)[] changes)
    {
        string text = Job.Replace("PLUGIN", plugin, StringComparison.Ordinal);
        foreach ((string old, string @new) in changes)
            text = text.Replace(old, @new, StringComparison.Ordinal);
        return _cli.Write("job.yaml", text);
    }

    private JsonDocument Json(params string[] args)
    {
        Assert.True(_cli.Run(args) == 0, _cli.Error);
        return JsonDocument.Parse(_cli.Out);
    }

    private static IEnumerable<double> InFlight(JsonDocument run) =>
        run.RootElement.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("micro_batches_in_flight").GetDouble());

    private static double Step(JsonDocument run) => run.RootElement.GetProperty("step_time_s").GetDouble();
}

/// <summary>Leaves the last micro-batch without a backward pass.</summary>
public sealed class ForgetfulSchedule : IPipelineSchedule
{
    public string Name => "forgetful";

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape) => [.. new OneForwardOneBackward().Tasks(stage, shape).SkipLast(1)];
}

/// <summary>Fails while it tells its tasks.</summary>
public sealed class BrokenSchedule : IPipelineSchedule
{
    public string Name => "broken";

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape) => [new PipelineTask(TaskKind.Forward, Array.Empty<int>()[stage], 0)];
}

/// <summary>Cannot be made.</summary>
public sealed class UnmadeSchedule : IPipelineSchedule
{
    public UnmadeSchedule() => throw new InvalidOperationException("not today");

    public string Name => "unmade";

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape) => [];
}
