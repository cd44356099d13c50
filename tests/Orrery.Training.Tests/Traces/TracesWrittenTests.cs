using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Training.Traces;
using Orrery.Training.Traces.Replaying;
using Orrery.Training.Traces.Writing;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Traces;

/// <summary>Do traces that we write give back the step from which they come?</summary>
public sealed class TracesWrittenTests
{
    private static readonly ReplayOptions AsRecorded = new() { RecordedCompute = true, RecordedCommunication = true, StreamPerGroup = true };

    public static TheoryData<Plan> Plans =>
    [
        Jobs.Small,
        Jobs.Small with { Schedule = "gpipe", Recompute = "full" },
        Jobs.Small with { VirtualStages = 2, SequenceParallel = true },
        Jobs.Small with { Zero = 1, Software = "nemo-2024" },
        Jobs.Small with { Zero = 1, VirtualStages = 2, Software = "nemo-2024", OverlapTensor = true, SequenceParallel = true },
        Jobs.Small with { Schedule = "zb-h1", OverlapPipeline = true },
        Jobs.Small with { OverlapPipeline = false, OverlapGradients = false, Recompute = "selective" },
        Jobs.Small with { Stragglers = 0.02, Jitter = 0.05, Software = "nemo-2024" },
        Jobs.Small with { Pipeline = 1, Tensor = 1, Data = 4, Context = 2 },
        Jobs.Small with { Zero = 3, Pipeline = 1, Data = 4, Software = "nemo-2024" },
        Jobs.Small with { Zero = 1, Pipeline = 1, Data = 4, Software = "nemo-2024" },
        Jobs.Small with { Zero = 1, Pipeline = 1, Data = 1, Context = 4, Software = "nemo-2025", SequenceParallel = true },
        Jobs.Small with { Zero = 1, Schedule = "zb-h1", Software = "nemo-2024", Jitter = 0.1 },
    ];

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void A_written_step_replays_to_the_same_ticks(Plan plan)
    {
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(Jobs.Gpt, Jobs.A100(1), plan);
        using TraceFolder folder = new();
        Assert.Equal(8, StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), folder.Path, together: true).Count);
        ReplayResult small = TraceReplay.Run(folder.Path, step.Cluster, AsRecorded).Value!;
        Assert.Equal(8, StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), folder.Path).Count);
        var replay = TraceReplay.Run(folder.Path, step.Cluster, AsRecorded);
        Assert.True(replay.Ok, string.Join('\n', replay.Diagnostics));
        Assert.Equal(step.StepTicks, replay.Value!.StepTicks);
        Assert.Equal(step.StepTicks, small.StepTicks);
        Assert.True(small.Nodes < replay.Value.Nodes / 2);
        RankOrder order = new(step.Plan);
        foreach (RankTime time in replay.Value.Ranks)
        {
            Assert.Equal(step.StepTicks, time.Total);
            RankPlace place = order.PlaceOf(time.Rank);
            DeviceTimeline line = step.Timelines.First(one => one.Stage == place.Stage && one.Replicas.Contains(place.Data));
            // Each message of the timeline is in the traces, at the same ticks.
            IEnumerable<(long, long)> sent = replay.Value.Messages.Where(message => message.From == time.Rank).Select(message => (message.Start, message.End));
            Assert.Equal(line.Sent.Select(message => (message.Start, message.End)).Order(), sent.Order());
        }
    }

    [Theory]
    [InlineData("nemo-2024", 4)]
    [InlineData("nemo-2025", 8)]
    public void A_model_with_experts_replays_to_the_same_ticks(string software, int expert)
    {
        TransformerModel model = ModelCatalogue.Find("mixtral-8x7b")!;
        Plan plan = new() { Tensor = 2, Pipeline = 2, Expert = expert, Data = 4, SequenceParallel = true, GlobalBatch = 32, Zero = 1, Software = software };
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(model, Jobs.H100(2), plan);
        using TraceFolder folder = new();
        StepTraces.Write(step, simulator.Book(model, step.Cluster), folder.Path);
        var replay = TraceReplay.Run(folder.Path, step.Cluster, AsRecorded);
        Assert.True(replay.Ok, string.Join('\n', replay.Diagnostics));
        Assert.Equal(step.StepTicks, replay.Value!.StepTicks);
    }

    [Fact]
    public void A_written_step_replayed_by_costs_takes_about_as_long()
    {
        // Computation at its peak rate, as ASTRA-sim takes it, is faster than kernels are; communication costs the same.
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        using TraceFolder folder = new();
        StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), folder.Path);
        var replay = TraceReplay.Run(folder.Path, step.Cluster, new ReplayOptions { RecordedCompute = true, StreamPerGroup = true });
        Assert.Equal(1, replay.Value!.StepSeconds / step.StepSeconds, 0.02);
        Assert.InRange(TraceReplay.Run(folder.Path, step.Cluster).Value!.StepSeconds / step.StepSeconds, 0.4, 1);
    }

    [Fact]
    public void The_same_step_is_written_byte_for_byte_again()
    {
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        using TraceFolder one = new(), other = new();
        var first = StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), one.Path);
        var second = StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), other.Path);
        Assert.All(first.Zip(second), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Fact]
    public void Chosen_ranks_alone_may_be_written()
    {
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        using TraceFolder folder = new();
        StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), folder.Path, [3, 0]);
        Assert.Equal(["comm_group.json", "trace.0.et", "trace.3.et"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Operations_are_those_of_the_step()
    {
        TrainingSimulator simulator = new();
        StepResult step = simulator.Run(Jobs.Gpt, Jobs.A100(1), Jobs.Small);
        using TraceFolder folder = new();
        double operations = 0;
        foreach (string path in StepTraces.Write(step, simulator.Book(Jobs.Gpt, step.Cluster), folder.Path))
        {
            using FileStream file = File.OpenRead(path);
            Orrery.Training.Traces.Schema.GlobalMetadata.Parser.ParseDelimitedFrom(file);
            while (file.Position < file.Length)
            {
                var node = Orrery.Training.Traces.Schema.Node.Parser.ParseDelimitedFrom(file);
                operations += node.Attr.FirstOrDefault(attribute => attribute.Name == "num_ops")?.Uint64Val ?? 0;
            }
        }

        // Functions of every element come on top of matrices, a few in a hundred.
        Assert.InRange(operations / step.HardwareFlops, 1, 1.05);
    }
}
