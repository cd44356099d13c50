using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Writing;

/// <summary>Turns the timeline of one rank into nodes: tasks operator by operator, messages, gradients, optimizer, weights.</summary>
/// <param name="rank">The rank.</param>
/// <param name="line">Its timeline.</param>
/// <param name="costs">What the step costs.</param>
/// <param name="parts">What tasks consist of.</param>
/// <param name="groups">The groups.</param>
/// <param name="sizes">Bytes of gradients and weights.</param>
/// <param name="file">Takes the nodes.</param>
internal sealed class RankScript(
    int rank, DeviceTimeline line, StepCosts costs, TaskParts parts, StepGroups groups, ExchangeSizes sizes, TraceFile file)
{
    // Where ranks only wait for each other they give a word for each of them: readers that cut it into parts get none that is empty.
    private const int Word = sizeof(float);

    private const string Forward = "forward", Backward = "backward";

    private readonly RankPlace _place = groups.Order.PlaceOf(rank);
    private readonly Dictionary<(int, int, bool), Message> _sent = line.Sent.ToDictionary(sent => (sent.MicroBatch, sent.Chunk, sent.Forward));
    private readonly ulong?[] _gathered = new ulong?[costs.Shape.Chunks];
    private readonly ulong[][] _begun = new ulong[costs.Shape.Chunks][];
    private readonly ulong[] _gradients = new ulong[costs.Shape.Chunks];
    private readonly List<ulong> _reduces = [];
    private ulong[] _last = [];
    private ulong _next;

    private ClosingCosts Closing => costs.Closing[line.Stage];

    private int Place(int chunk) => (chunk * costs.Shape.Stages) + line.Stage;

    private int Places => costs.Shape.Stages * costs.Shape.Chunks;

    /// <summary>Writes everything.</summary>
    public void Write()
    {
        GatherWeights();
        Activity[] activities = [.. line.Activities];
        bool reduced = false;
        int tied = Closing.Tied > 0 ? Array.FindLastIndex(activities, activity => activity.Kind == ActivityKind.GradientReduce) : -1;
        for (int at = 0; at < activities.Length; at++)
        {
            Activity activity = activities[at];
            switch (activity.Kind)
            {
                case ActivityKind.Forward or ActivityKind.Backward or ActivityKind.InputGradient or ActivityKind.WeightGradient:
                    Task(activity, new PipelineTask((TaskKind)(int)activity.Kind, activity.MicroBatch, activity.Chunk));
                    break;
                case ActivityKind.GradientReduce when at == tied:
                    reduced = ReduceHidden(reduced, activities);
                    Exchange("tied gradients", CollectiveCommType.AllReduce, sizes.Tied, StepGroup.Ends, activity.Ticks);
                    break;
                case ActivityKind.GradientReduce:
                    reduced = ReduceHidden(reduced, activities);
                    Exchange("gradients", Closing.OverlapReduce ? CollectiveCommType.AllReduce : sizes.ReduceType,
                        Closing.OverlapReduce ? Word * groups.Size(StepGroup.Gradients) : sizes.ReduceAll(line.Stage), StepGroup.Gradients, activity.Ticks);
                    break;
                case ActivityKind.Optimizer:
                    reduced = ReduceHidden(reduced, activities);
                    Optimize(activity.Ticks);
                    break;
                case ActivityKind.Offload:
                    Chain(TraceNodes.Store(_next, "optimizer state", activity.Ticks, [.. _last]));
                    break;
                case ActivityKind.ParameterGather when at > 0 && activity.Start > 0:
                    Exchange("weights", CollectiveCommType.AllGather, sizes.GatherAll(line.Stage), StepGroup.Weights, activity.Ticks);
                    break;
            }
        }
    }

    private ulong Weights(string name, long bytes, long ticks, ulong? after)
    {
        file.Write(TraceNodes.Collective(_next, name, CollectiveCommType.AllGather, Math.Max(1, bytes), groups.NameOf(StepGroup.Weights, rank),
            ticks, after is { } before ? [before] : []));
        return _next++;
    }

    // Weights of one chunk after the other, from the start of the step.
    private void GatherWeights()
    {
        ulong? before = null;
        for (int chunk = 0; Closing.OverlapGather && chunk < costs.Shape.Chunks; chunk++)
        {
            if (Closing.Gather[chunk] > 0)
            {
                // What computing hides of the first chunk follows what it waits for; the second chunk waits for both.
                long bytes = sizes.Gather(line.Stage, chunk);
                long waited = chunk == 0 ? Closing.GatherDelay(costs.Of(line.Stage, 0)) : Closing.Gather[chunk];
                long part = (long)(bytes * (waited / (double)Closing.Gather[chunk]));
                before = Weights($"weights of chunk {chunk}", part, waited, before);
                _gathered[chunk] = before;
                before = waited < Closing.Gather[chunk]
                    ? Weights($"weights of chunk {chunk}, hidden", bytes - part, Closing.Gather[chunk] - waited, before) : before;
            }
            else if (chunk > 0)
            {
                _gathered[chunk] = _gathered[chunk - 1];
            }
        }

        _last = _gathered[0] is { } first ? [first] : [];
    }

    private void Task(in Activity activity, PipelineTask task)
    {
        bool forward = task.Kind == TaskKind.Forward;
        int place = Place(task.Chunk);
        int from = forward ? place - 1 : place + 1;
        List<ulong> after = [.. _last];
        if (task.Kind != TaskKind.WeightGradient && from >= 0 && from < Places && costs.Shape.Stages > 1)
        {
            file.Write(TraceNodes.Receive(_next, Named("receive", task), PeerOf(from), rank,
                Tag(task.MicroBatch, task.Chunk, forward), (long)costs.MessageBytes));
            after.Add(_next++);
        }

        if (forward && task.MicroBatch == 0 && _gathered[task.Chunk] is { } weights)
        {
            after.Add(weights);
        }

        _last = [.. after];
        _begun[task.Chunk] = _last;
        Operators(activity, task);
        if (task.Kind is TaskKind.Backward or TaskKind.WeightGradient)
        {
            _gradients[task.Chunk] = _last[0];
        }

        int to = forward ? place + 1 : place - 1;
        if (task.Kind != TaskKind.WeightGradient && to >= 0 && to < Places && costs.Shape.Stages > 1)
        {
            int chunk = to / costs.Shape.Stages;
            Message message = _sent[(task.MicroBatch, chunk, forward)];
            file.Write(TraceNodes.Send(_next, Named("send", task), rank, PeerOf(to), Tag(task.MicroBatch, chunk, forward), (long)message.Bytes,
                forward ? Forward : Backward, message.End - message.Start, [.. _last]));
            _last = costs.OverlapMessages ? _last : [_next];
            _next++;
        }
    }

    // The ticks of the task are shared out so that their sum is exact whatever noise made of them.
    private void Operators(in Activity activity, PipelineTask task)
    {
        TaskPart[] all = parts.Of(line.Stage, task);
        double whole = all.Sum(part => part.Weight), sum = 0;
        long done = 0;
        List<(TaskPart Part, long Ticks)> beside = [];
        string batch = $", micro-batch {task.MicroBatch}";
        foreach (TaskPart part in whole > 0 ? all : [.. all, new TaskPart(task.Kind.ToString(), 1)])
        {
            sum += part.Weight;
            long until = (long)Math.Round(activity.Ticks * (sum / Math.Max(1, whole)));
            long ticks = until - done;
            done = until;
            if (part.Hidden)
            {
                beside.Add((part, ticks));
            }
            else if (part.Group is { } group)
            {
                Chain(CollectiveNode(part, group, ticks, batch));
            }
            else if (part.Streams)
            {
                Chain(TraceNodes.Store(_next, part.Name + batch, ticks, _last));
            }
            else
            {
                ulong[] before = _last;
                Chain(TraceNodes.Compute(_next, part.Name + batch, part.Operations, part.Bytes, ticks, before));
                Beside(beside, before, ticks, batch);
            }
        }

        foreach ((TaskPart part, long ticks) in beside)
        {
            Chain(CollectiveNode(part, part.Group!.Value, ticks, batch));
        }
    }

    // Collectives beside the computation before: all of them together last as long as it does, and by what is exposed longer.
    private void Beside(List<(TaskPart Part, long Ticks)> beside, ulong[] before, long computing, string batch)
    {
        if (beside.Count == 0)
        {
            return;
        }

        ulong computation = _last[0];
        long exposed = beside.Sum(one => one.Ticks);
        _last = before;
        for (int at = 0; at < beside.Count; at++)
        {
            TaskPart part = beside[at].Part;
            Chain(CollectiveNode(part, part.Group!.Value, at == beside.Count - 1 ? computing + exposed : 0, batch));
        }

        _last = [.. _last, computation];
        beside.Clear();
    }

    private Node CollectiveNode(TaskPart part, StepGroup group, long ticks, string batch) =>
        TraceNodes.Collective(_next, part.Name + batch, part.Type, (long)part.Bytes, groups.NameOf(group, rank), ticks, _last);

    // Gradients of each chunk, once all of them are there, in the order in which the timeline has them.
    private bool ReduceHidden(bool reduced, Activity[] activities)
    {
        if (reduced || !Closing.OverlapReduce)
        {
            return true;
        }

        Activity[] hidden = [.. activities.Where(activity => activity.Kind == ActivityKind.HiddenReduce)];
        IEnumerable<(int Chunk, long Ticks)> order = hidden.Select(activity => (activity.Chunk, activity.Ticks))
            .Concat(Enumerable.Range(0, costs.Shape.Chunks).Where(chunk => !Array.Exists(hidden, activity => activity.Chunk == chunk))
                .Select(chunk => (chunk, 0L)));
        foreach ((int chunk, long ticks) in order.Where(one => Closing.Reduce[one.Chunk] > 0))
        {
            file.Write(TraceNodes.Collective(_next, $"gradients of chunk {chunk}", sizes.ReduceType, sizes.Reduce(line.Stage, chunk),
                groups.NameOf(StepGroup.Gradients, rank), ticks, chunk == 0 && Closing.Buckets > 1 ? _begun[chunk] : [_gradients[chunk]]));
            _reduces.Add(_next++);
        }

        _last = [.. _last, .. _reduces];
        return true;
    }

    // The norm of all gradients joins all ranks; it counts as the beginning of the optimizer.
    private void Optimize(long ticks)
    {
        long norm = Math.Min(ticks, costs.Closing.Min(closing => closing.Norm));
        Chain(TraceNodes.Collective(_next, "gradient norm", CollectiveCommType.AllReduce, Word * groups.Order.Ranks, "", norm, _last));
        Chain(TraceNodes.Compute(_next, "optimizer", 0, 0, ticks - norm, _last));
    }

    private void Exchange(string name, CollectiveCommType type, long bytes, StepGroup group, long ticks) =>
        Chain(TraceNodes.Collective(_next, name, type, bytes, groups.NameOf(group, rank), ticks, _last));

    private void Chain(Node node)
    {
        file.Write(node);
        _last = [_next++];
    }

    private int PeerOf(int place) => groups.Order.RankOf(_place with { Stage = place % costs.Shape.Stages });

    private int Tag(int batch, int chunk, bool forward) => (((batch * costs.Shape.Chunks) + chunk) * 2) + (forward ? 0 : 1);

    private static string Named(string what, PipelineTask task) =>
        $"{what}, {(task.Kind == TaskKind.Forward ? Forward : Backward)} of micro-batch {task.MicroBatch}";
}
