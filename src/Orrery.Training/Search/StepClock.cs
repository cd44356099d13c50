using Orrery.Training.Costs;
using Orrery.Training.Schedules;

namespace Orrery.Training.Search;

/// <summary>
/// The length of a step alone, without its timelines: the same tasks wait for the same messages as in <see cref="Timelines.StepComposer"/>,
/// and the sum is the same to the tick. Its arrays are used again, so each thread needs one of its own.
/// </summary>
internal sealed class StepClock
{
    private const long Never = -1;

    private FoldedCosts _costs = null!;
    private PipelineTask[][] _orders = [];
    private int _stages, _places;

    // When the input of a chunk and the gradient of its output is there: micro-batch x places + place.
    private long[] _input = [], _gradient = [];
    private long[] _clock = [], _upFree = [], _downFree = [], _ready = [], _reduced = [];
    private int[] _next = [], _awake = [];
    private int _awakeCount;
    private bool _split;

    /// <summary>Ticks of a step.</summary>
    /// <param name="costs">What everything costs.</param>
    /// <param name="orders">The tasks of each stage in order.</param>
    /// <exception cref="ArgumentException">The stages wait for each other for ever.</exception>
    public long Ticks(FoldedCosts costs, PipelineTask[][] orders)
    {
        (_costs, _orders, _stages) = (costs, orders, costs.Shape.Stages);
        _places = _stages * costs.Shape.Chunks;
        Clear();
        for (int stage = _stages - 1; stage >= 0; stage--)
        {
            ClosingCosts closing = costs.ClosingOf(stage);
            _clock[stage] = closing.OverlapGather ? closing.GatherDelay(costs.ChunksOf(stage)[0]) : 0;
            Wake(stage);
        }

        int left = _stages;
        while (_awakeCount > 0)
        {
            int stage = _awake[--_awakeCount];
            PipelineTask[] order = _orders[stage];
            int before = _next[stage];
            while (_next[stage] < order.Length && Step(stage, order[_next[stage]]))
            {
                _next[stage]++;
            }

            left -= before < order.Length && _next[stage] == order.Length ? 1 : 0;
        }

        return left == 0 ? Close() : throw new ArgumentException("the stages wait for each other for ever");
    }

    private void Clear()
    {
        int size = _places * _costs.Shape.MicroBatches;
        if (_input.Length < size)
        {
            (_input, _gradient) = (new long[size], new long[size]);
        }

        Array.Fill(_input, Never, 0, size);
        Array.Fill(_gradient, Never, 0, size);
        for (int batch = 0; batch < _costs.Shape.MicroBatches; batch++)
        {
            _input[batch * _places] = 0;
        }

        if (_clock.Length < _stages)
        {
            (_clock, _upFree, _downFree, _next) = (new long[_stages], new long[_stages], new long[_stages], new int[_stages]);
            _reduced = new long[_stages];
        }

        Array.Clear(_upFree);
        Array.Clear(_downFree);
        Array.Clear(_next);
        if (_ready.Length < _places)
        {
            _ready = new long[_places];
        }

        (_awakeCount, _split) = (0, false);
    }

    private void Wake(int stage)
    {
        if (_awakeCount == _awake.Length)
        {
            Array.Resize(ref _awake, Math.Max(64, 2 * _awakeCount));
        }

        _awake[_awakeCount++] = stage;
    }

    private bool Step(int stage, PipelineTask task)
    {
        int place = (task.Chunk * _stages) + stage;
        int at = (task.MicroBatch * _places) + place;
        bool last = place == _places - 1;
        PartCosts part = _costs.ChunksOf(stage)[task.Chunk];
        if (task.Kind == TaskKind.Forward)
        {
            long ready = _input[at];
            if (ready == Never)
            {
                return false;
            }

            ready = task.MicroBatch == 0 ? Math.Max(ready, GatheredAt(stage, task.Chunk)) : ready;
            long done = Math.Max(_clock[stage], ready) + part.Forward.Ticks;
            _clock[stage] = done;
            if (!last)
            {
                Send(stage, place + 1, task.MicroBatch, done, _costs.Messages[stage], _input, _upFree);
            }

            return true;
        }

        if (task.Kind == TaskKind.WeightGradient)
        {
            _ready[place] = _clock[stage] += part.WeightGradient.Ticks;
            _split = true;
            return true;
        }

        long gradient = last ? 0 : _gradient[at];
        if (gradient == Never)
        {
            return false;
        }

        bool whole = task.Kind == TaskKind.Backward;
        long end = Math.Max(_clock[stage], gradient) + (whole ? part.Backward.Ticks : part.InputGradient.Ticks);
        _clock[stage] = end;
        _ready[place] = whole ? end : _ready[place];
        if (place > 0)
        {
            Send(stage, place - 1, task.MicroBatch, end, _costs.Messages[(place - 1) % _stages], _gradient, _downFree);
        }

        return true;
    }

    private long GatheredAt(int stage, int chunk)
    {
        ClosingCosts closing = _costs.ClosingOf(stage);
        long at = 0;
        for (int index = 0; closing.OverlapGather && chunk > 0 && index <= chunk; index++)
        {
            at += closing.Gather[index];
        }

        return at;
    }

    private void Send(int stage, int place, int batch, long end, long ticks, long[] there, long[] free)
    {
        int to = place % _stages;
        if (to == stage)
        {
            there[(batch * _places) + place] = end;
            return;
        }

        long arrival = Math.Max(end, free[stage]) + ticks;
        free[stage] = arrival;
        there[(batch * _places) + place] = arrival;
        _clock[stage] = _costs.OverlapMessages ? _clock[stage] : arrival;
        Wake(to);
    }

    private long Close()
    {
        for (int stage = 0; stage < _stages; stage++)
        {
            _reduced[stage] = Reduce(stage);
        }

        if (_stages > 1 && _costs.ClosingOf(0).Tied > 0)
        {
            long start = Math.Max(_reduced[0], _reduced[_stages - 1]);
            _reduced[0] = start + _costs.ClosingOf(0).Tied;
            _reduced[_stages - 1] = start + _costs.ClosingOf(_stages - 1).Tied;
        }

        long all = 0, longest = 0;
        for (int stage = 0; stage < _stages; stage++)
        {
            ClosingCosts closing = _costs.ClosingOf(stage);
            all = Math.Max(all, _reduced[stage]);
            long gather = closing.OverlapGather ? 0 : closing.GatherAtOnce;
            longest = Math.Max(longest, closing.Norm + closing.Optimizer + closing.Offload + gather);
        }

        return all + longest;
    }

    private long Reduce(int stage)
    {
        ClosingCosts closing = _costs.ClosingOf(stage);
        long done = _clock[stage];
        if (!closing.OverlapReduce)
        {
            return done + closing.ReduceAtOnce;
        }

        // Chunks are reduced in the order in which their gradients are complete; there are few.
        int chunks = closing.Reduce.Length;
        long free = 0, hidden = 0, before = long.MinValue;
        int beforeChunk = -1;
        for (int turn = 0; turn < chunks; turn++)
        {
            int next = -1;
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                long ready = Ready(stage, chunk);
                bool later = ready > before || (ready == before && chunk > beforeChunk);
                next = later && (next < 0 || ready < Ready(stage, next)) ? chunk : next;
            }

            (before, beforeChunk) = (Ready(stage, next), next);
            long tail = next == 0 ? closing.ReduceTail(_costs.ChunksOf(stage)[0], _split) : closing.Reduce[next];
            free = Math.Max(free + closing.Reduce[next], before + tail);
            hidden += Math.Max(0, closing.Reduce[next] - Math.Max(0, free - done));
        }

        return done + Math.Max((long)Math.Round(hidden * closing.SlowDown), free - done);
    }

    private long Ready(int stage, int chunk) => _ready[(chunk * _stages) + stage];
}
