using Orrery.Training.Costs;
using Orrery.Training.Results;
using Orrery.Training.Schedules;

namespace Orrery.Training.Timelines;

/// <summary>
/// Composes the pipeline of one replica: each stage does its tasks in order, each as soon as what it waits for is there. Work is in proportion
/// to the tasks, whatever the number of devices.
/// </summary>
internal sealed class PipelineComposer
{
    private const long Never = -1;

    private readonly StepCosts _costs;
    private readonly IReadOnlyList<PipelineTask>[] _orders;
    private readonly int _stages, _chunks, _places;
    private readonly TaskNoise? _noise;
    private readonly int _replica;

    // When the input of a chunk and when the gradient of its output is there, and when it left: micro-batch x places + place.
    private readonly long[] _input, _gradient, _inputSent, _gradientSent;

    // When a task of weights may start: once the gradients of its inputs are done.
    private readonly int[] _next;
    private readonly long[] _clock, _upFree, _downFree;
    private readonly double[] _slowness;
    private readonly ReplicaRun _run;
    private readonly Stack<int> _awake = [];

    private PipelineComposer(StepCosts costs, IReadOnlyList<PipelineTask>[] orders, TaskNoise? noise, int replica)
    {
        (_costs, _orders, _noise, _replica) = (costs, orders, noise, replica);
        (_stages, _chunks) = (costs.Shape.Stages, costs.Shape.Chunks);
        _places = _stages * _chunks;
        int size = _places * costs.Shape.MicroBatches;
        (_input, _gradient, _inputSent, _gradientSent) = (new long[size], new long[size], new long[size], new long[size]);
        Array.Fill(_input, Never);
        Array.Fill(_gradient, Never);
        (_next, _clock, _upFree, _downFree) = (new int[_stages], new long[_stages], new long[_stages], new long[_stages]);
        _slowness = [.. Enumerable.Range(0, _stages).Select(stage => noise?.Slowness(replica, stage) ?? 1)];
        _run = new ReplicaRun(_stages, _chunks);
    }

    /// <summary>The orders of all stages.</summary>
    public static IReadOnlyList<PipelineTask>[] Orders(IPipelineSchedule schedule, PipelineShape shape) =>
        [.. Enumerable.Range(0, shape.Stages).Select(stage => schedule.Tasks(stage, shape))];

    /// <summary>Composes a replica.</summary>
    /// <exception cref="ArgumentException">The stages wait for each other for ever.</exception>
    public static ReplicaRun Compose(StepCosts costs, IReadOnlyList<PipelineTask>[] orders, TaskNoise? noise = null, int replica = 0)
    {
        PipelineComposer composer = new(costs, orders, noise, replica);
        string? stuck = composer.Run();
        return stuck is null ? composer._run : throw new ArgumentException(stuck);
    }

    /// <summary>Why the stages of a schedule wait for each other for ever; null where they do not.</summary>
    public static string? Deadlock(IPipelineSchedule schedule, PipelineShape shape) =>
        new PipelineComposer(StepCosts.Even(shape, 1e-6, 2e-6, 1e-6), Orders(schedule, shape), null, 0).Run();

    private string? Run()
    {
        for (int batch = 0; batch < _costs.Shape.MicroBatches; batch++)
        {
            _input[batch * _places] = 0;
        }

        for (int stage = _stages - 1; stage >= 0; stage--)
        {
            Gather(stage);
            _awake.Push(stage);
        }

        while (_awake.TryPop(out int stage))
        {
            while (_next[stage] < _orders[stage].Count && Step(stage))
            {
                _next[stage]++;
            }
        }

        int stuck = Array.FindIndex([.. Enumerable.Range(0, _stages)], stage => _next[stage] < _orders[stage].Count);
        if (stuck >= 0)
        {
            IEnumerable<string> waits = Enumerable.Range(0, _stages).Where(stage => _next[stage] < _orders[stage].Count)
                .Select(stage => $"stage {stage} waits to do {_orders[stage][_next[stage]]}");
            return "the stages wait for each other for ever: " + string.Join(", ", waits.Take(8));
        }

        for (int stage = 0; stage < _stages; stage++)
        {
            _run.End[stage] = _clock[stage];
        }

        return null;
    }

    // Weights that were updated at the end of the step before arrive chunk after chunk; the first one has only itself to hide behind.
    private void Gather(int stage)
    {
        ClosingCosts closing = _costs.Closing[stage];
        long delay = closing.OverlapGather ? closing.GatherDelay(_costs.Of(stage, 0)) : 0;
        if (delay > 0)
        {
            _run.Activities[stage].Add(new Activity(ActivityKind.ParameterGather, 0, delay, -1, 0));
            _run.Shares[stage][TimeKind.Data] += delay;
            _clock[stage] = delay;
        }
    }

    // Does the next task of a stage where everything it waits for is there.
    private bool Step(int stage)
    {
        PipelineTask task = _orders[stage][_next[stage]];
        int place = (task.Chunk * _stages) + stage;
        int at = (task.MicroBatch * _places) + place;
        bool forward = task.Kind == TaskKind.Forward;
        bool last = place == _places - 1;
        long ready = forward ? _input[at] : task.Kind == TaskKind.WeightGradient ? 0 : last ? 0 : _gradient[at];
        if (ready == Never)
        {
            return false;
        }

        if (forward && task.MicroBatch == 0)
        {
            ready = Math.Max(ready, GatheredAt(stage, task.Chunk));
        }

        long start = Math.Max(_clock[stage], ready);
        Wait(stage, task, start, forward ? _inputSent[at] : _gradientSent[at]);
        TaskProfile profile = _costs.Of(stage, task);
        long ticks = profile.Ticks;
        _run.Shares[stage].Add(profile.Shares);
        if (_noise is not null)
        {
            ticks = (long)Math.Round(ticks * _slowness[stage] * _noise.Of(_replica, stage, _next[stage]));
            _run.Shares[stage][TimeKind.Compute] += ticks - profile.Ticks;
        }

        long end = start + ticks;
        _clock[stage] = end;
        _run.Activities[stage].Add(new Activity((ActivityKind)(int)task.Kind, start, end, task.MicroBatch, task.Chunk));
        if (task.Kind is TaskKind.Backward or TaskKind.WeightGradient)
        {
            _run.Ready[stage, task.Chunk] = Math.Max(_run.Ready[stage, task.Chunk], end);
        }

        if (forward && !last)
        {
            Send(stage, place + 1, task, end, forward: true);
        }
        else if (task.Kind is TaskKind.Backward or TaskKind.InputGradient && place > 0)
        {
            Send(stage, place - 1, task, end, forward: false);
        }

        return true;
    }

    private long GatheredAt(int stage, int chunk)
    {
        ClosingCosts closing = _costs.Closing[stage];
        if (!closing.OverlapGather || chunk == 0)
        {
            return 0;
        }

        long at = 0;
        for (int index = 0; index <= chunk; index++)
        {
            at += closing.Gather[index];
        }

        return at;
    }

    // What a stage waits for: a message on its way, or one that is not sent yet.
    private void Wait(int stage, PipelineTask task, long start, long sent)
    {
        long idle = start - _clock[stage];
        if (idle == 0)
        {
            return;
        }

        long flying = sent > 0 ? Math.Min(idle, Math.Max(0, start - Math.Max(sent, _clock[stage]))) : 0;
        if (flying > 0)
        {
            _run.Activities[stage].Add(new Activity(ActivityKind.Receive, start - flying, start, task.MicroBatch, task.Chunk));
            _run.Shares[stage][TimeKind.Pipeline] += flying;
        }

        _run.Shares[stage][TimeKind.Bubble] += idle - flying;
    }

    private void Send(int stage, int place, PipelineTask task, long end, bool forward)
    {
        int to = place % _stages;
        int at = (task.MicroBatch * _places) + place;
        long[] there = forward ? _input : _gradient;
        if (to == stage)
        {
            there[at] = end;
            return;
        }

        long ticks = _costs.MessageTicks[forward ? stage : to];
        long[] free = forward ? _upFree : _downFree;
        long start = Math.Max(end, free[stage]);
        long arrival = start + ticks;
        free[stage] = arrival;
        there[at] = arrival;
        (forward ? _inputSent : _gradientSent)[at] = start;
        _run.Messages.Add(new Message(stage, to, start, arrival, _costs.MessageBytes, task.MicroBatch, place / _stages, forward));
        if (!_costs.OverlapMessages && ticks > 0)
        {
            _run.Activities[stage].Add(new Activity(ActivityKind.Send, end, arrival, task.MicroBatch, task.Chunk));
            _run.Shares[stage][TimeKind.Pipeline] += arrival - end;
            _clock[stage] = arrival;
        }

        _awake.Push(to);
    }
}
