using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Schedules;
using Orrery.Training.Software;
using Orrery.Training.Timelines;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;

namespace Orrery.Training.Plans;

/// <summary>Finds everything that is wrong with a plan at once, with the fix. Whether it fits into memory is told by the run.</summary>
public sealed class PlanCheck
{
    private readonly TransformerModel _model;
    private readonly Cluster _cluster;
    private readonly Plan _given, _plan;
    private readonly List<Diagnostic> _found = [];

    private readonly MapNode? _source;

    private PlanFixes Fixes => new(_model, _cluster, _plan);

    private PlanCheck(TransformerModel model, Cluster cluster, Plan plan, MapNode? source) =>
        (_model, _cluster, _given, _plan, _source) = (model, cluster, plan, plan.For(cluster.Gpus), source);

    /// <summary>All mistakes; empty where the plan can run.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="plan">How.</param>
    /// <param name="schedule">The order of tasks, in place of the one that the plan names.</param>
    /// <param name="source">The mapping from which the plan was read, for file and line; null where there is none.</param>
    public static IReadOnlyList<Diagnostic> All(
        TransformerModel model, Cluster cluster, Plan plan, IPipelineSchedule? schedule = null, MapNode? source = null)
    {
        PlanCheck check = new(model, cluster, plan, source);
        check.Names(schedule);
        check.Ranks();
        check.Model();
        check.Batch();
        if (check._found.Count == 0)
        {
            check.Schedule(schedule);
        }

        return check._found;
    }

    private void Wrong(string key, string problem, object? given = null, string? allowed = null, string? nearest = null)
    {
        Node? at = _source?.Find(key) ?? _source;
        string path = _source is null ? key : "plan." + key;
        _found.Add(new Diagnostic(at?.File ?? "plan", at?.Line ?? 0, path, problem, given?.ToString(), allowed, nearest));
    }

    private void Names(IPipelineSchedule? schedule)
    {
        if (PlanFormats.FindStack(_plan.Software) is null)
        {
            Wrong("software", "there is no software stack of this name", _plan.Software, string.Join(", ", SoftwareCatalogue.Presets.Names),
                SoftwareCatalogue.Nearest(_plan.Software));
        }

        if (schedule is null && ScheduleCatalogue.Find(_plan.Schedule, _plan.VirtualStages) is null)
        {
            Wrong("schedule", "there is no schedule of this name", _plan.Schedule, string.Join(", ", ScheduleCatalogue.Names),
                ScheduleCatalogue.Nearest(_plan.Schedule));
        }

        if (PlanFormats.Find(_plan.Format) is not { } format)
        {
            Wrong("format", "there is no number format of this name", _plan.Format, nearest: FormatCatalogue.Presets.Nearest(_plan.Format));
            return;
        }

        foreach (Gpu gpu in _cluster.Groups.Select(group => group.Gpu).Where(gpu => gpu.Peak.Of(format.Rate) is null).Distinct())
        {
            Wrong("format", $"{gpu.Name} does not multiply in {format.Name}", _plan.Format, string.Join(", ", gpu.Peak.Formats));
        }
    }

    private void Ranks()
    {
        int replica = _plan.ReplicaGpus;
        int gpus = _cluster.Gpus;
        if (_given.Data == 0 && gpus % replica != 0)
        {
            Wrong("data",
                $"{gpus} GPUs are no whole number of replicas of {_plan.Tensor} x {_plan.Context} x {_plan.Pipeline} = {replica} GPUs",
                allowed: Fixes.Pipeline);
        }
        else if (replica * (long)_plan.Data != gpus)
        {
            string product = $"{_plan.Tensor} x {_plan.Context} x {_plan.Data} x {_plan.Pipeline} = {replica * (long)_plan.Data}";
            Wrong("data", $"the plan needs {product} GPUs, and the cluster has {gpus}", _plan.Data, Fixes.Data);
        }

        if (_plan.Tensor > _cluster.GpusPerNode && _plan.Tensor % _cluster.GpusPerNode != 0)
        {
            Wrong("tensor", $"ranks do not fill nodes of {_cluster.GpusPerNode}", _plan.Tensor, Fixes.Tensor);
        }

        long experts = (long)_plan.Tensor * _plan.Data * _plan.Context / _plan.ExpertTensor;
        if (experts % _plan.Expert != 0)
        {
            string kinds = _plan.ExpertTensor == _plan.Tensor ? "data- and context-parallel" : "tensor-, data- and context-parallel";
            Wrong("expert", $"does not divide the {experts} {kinds} ranks", _plan.Expert, Fixes.Expert);
        }

        if (_plan is { SplitExperts: false, SequenceParallel: false, Tensor: > 1 })
        {
            Wrong("split_experts", "needs the sequence split over the tensor-parallel ranks that have whole experts", "false",
                "true, or sequence_parallel: true");
        }

        if (_plan.SequenceParallel && _plan.Tensor == 1)
        {
            Wrong("sequence_parallel", "needs tensor-parallel ranks to split the sequence over", "true", "false, or tensor above 1");
        }
    }

    private void Model()
    {
        Divides("heads", _model.Heads);
        Divides("hidden size", _model.Hidden);
        Divides("MLP width", _model.Intermediate);
        if (_model.KvHeads % _plan.Tensor != 0 && _plan.Tensor % _model.KvHeads != 0)
        {
            Wrong("tensor", $"neither divides the {_model.KvHeads} key and value heads nor is a multiple of them", _plan.Tensor, Fixes.Tensor);
        }

        int split = _plan.Context * (_plan.SequenceParallel ? _plan.Tensor : 1);
        if (_plan.Sequence % split != 0)
        {
            Wrong("sequence", $"is no multiple of the {split} parts into which context and sequence parallelism split it", _plan.Sequence,
                $"{Math.Max(1, _plan.Sequence / split) * split}");
        }

        if (_plan.Expert > 1 && _model.Experts is null)
        {
            Wrong("expert", $"{_model.Name} has no experts", _plan.Expert, "1");
        }
        else if (_model.Experts is { } experts && experts.Count % _plan.Expert != 0)
        {
            Wrong("expert", $"does not divide the {experts.Count} experts", _plan.Expert, Fixes.Expert);
        }

        if (_plan.Chunks > _model.Layers)
        {
            Wrong(_plan.VirtualStages > 1 ? "virtual_stages" : "pipeline",
                $"{_plan.Pipeline} stages x {_plan.VirtualStages} chunks need more layers than the {_model.Layers} of {_model.Name}",
                _plan.Chunks, $"at most {_model.Layers} parts");
        }

        IReadOnlyList<int> layers = _plan.StageLayers;
        if (layers.Count > 0 && (layers.Count != _plan.Chunks || layers.Sum() != _model.Layers || layers.Any(count => count < 0)))
        {
            Wrong("stage_layers",
                $"are {layers.Count} numbers with the sum {layers.Sum()}, not {_plan.Chunks} with the sum {_model.Layers}",
                string.Join(", ", layers));
        }
    }

    private void Batch()
    {
        long round = (long)_plan.MicroBatch * _plan.Data;
        if (_plan.GlobalBatch % round != 0)
        {
            long near = Math.Max(1, (_plan.GlobalBatch + (round / 2)) / round) * round;
            Wrong("global_batch", $"is no multiple of micro-batch x data-parallel ranks = {_plan.MicroBatch} x {_plan.Data} = {round}",
                _plan.GlobalBatch, $"{near}");
        }
    }

    private void Schedule(IPipelineSchedule? own)
    {
        IPipelineSchedule schedule = own ?? ScheduleCatalogue.Find(_plan.Schedule, _plan.VirtualStages)!;
        PipelineShape shape = new(_plan.Pipeline, _plan.MicroBatches, _plan.VirtualStages);
        if ((own is null ? schedule.Refuses(shape) : Own(own, shape)) is { } problem)
        {
            Wrong("schedule", problem, schedule.Name);
        }
    }

    // What fails in a class of a user's own is a mistake of the user's.
    private static string? Own(IPipelineSchedule own, PipelineShape shape)
    {
        try
        {
            return own.Refuses(shape) ?? ScheduleCheck.Incomplete(own, shape) ?? PipelineComposer.Deadlock(own, shape);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"the class {own.GetType().Name} fails with {failure.GetType().Name}: {failure.Message}";
        }
    }

    private void Divides(string what, int size)
    {
        if (size % _plan.Tensor != 0)
        {
            Wrong("tensor", $"does not divide the {what} of {_model.Name}, {size}", _plan.Tensor, Fixes.Tensor);
        }
    }
}
