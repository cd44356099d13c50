using Orrery.Training.Costs;
using Orrery.Training.Schedules;

namespace Orrery.Training.Search;

/// <summary>
/// A step takes at least so long: on the way to every stage the first micro-batch passes the stages before it, the stage then does all its
/// tasks, and the gradient of the last one passes the stages before it again; gradients that are complete last cannot be hidden, and the
/// optimizer waits for all of them. Each of these follows another on every composed timeline, so the sum is never above the step; where all
/// stages are equal and messages cost nothing it is the step itself for GPipe and 1F1B.
/// </summary>
internal static class StepBound
{
    /// <summary>Ticks.</summary>
    public static long Ticks(FoldedCosts costs)
    {
        (int stages, int batches, int chunks) = (costs.Shape.Stages, costs.Shape.MicroBatches, costs.Shape.Chunks);
        bool known = costs.Schedule is GPipeSchedule or OneForwardOneBackward or InterleavedSchedule or ZeroBubbleSchedule;
        bool split = costs.Schedule is ZeroBubbleSchedule && stages > 1;
        bool blocks = !costs.OverlapMessages && stages > 1;

        Span<long> first = stages <= 256 ? stackalloc long[stages] : new long[stages];
        for (int stage = 0; stage < stages; stage++)
        {
            ClosingCosts closing = costs.ClosingOf(stage);
            long gathered = closing.OverlapGather ? closing.GatherDelay(costs.ChunksOf(stage)[0]) : 0;
            long passed = stage == 0 || !known ? 0
                : first[stage - 1] + costs.ChunksOf(stage - 1)[0].Forward.Ticks + costs.Messages[stage - 1];
            first[stage] = Math.Max(gathered, passed);
        }

        // From the last stage down: when the last gradient of a stage's inputs is there at the earliest, and all of its gradients.
        long below = 0;
        long all = 0, ends = 0, longest = 0, tied = 0;
        for (int stage = stages - 1; stage >= 0; stage--)
        {
            ClosingCosts closing = costs.ClosingOf(stage);
            PartCosts[] parts = costs.ChunksOf(stage);
            long work = Work(parts, known, split) * batches;
            long sent = 0, lastSend = 0;
            if (blocks)
            {
                long up = (long)batches * (stage == stages - 1 ? chunks - 1 : chunks) * costs.Messages[stage];
                lastSend = stage > 0 ? costs.Messages[stage - 1] : 0;
                long down = stage > 0 ? batches * (long)chunks * lastSend : batches * (long)(chunks - 1) * costs.Messages[stages - 1];
                sent = up + down;
            }

            long done = first[stage] + work + sent;
            long gradients = done;
            if (known)
            {
                long trailing = split ? Math.Min(stage + 1, batches) * parts[0].WeightGradient.Ticks : 0;
                long last = done - trailing - lastSend;
                long back = split ? parts[0].InputGradient.Ticks : parts[0].Backward.Ticks;
                last = stage == stages - 1 ? last : Math.Max(last, below + costs.Messages[stage] + back);
                below = last;
                done = last + lastSend + trailing;
                gradients = split ? done : last;
            }

            long exposed = closing.OverlapReduce && known ? closing.ReduceTail(parts[0], split) : 0;
            long reduced = Math.Max(done + (closing.OverlapReduce ? 0 : closing.ReduceAtOnce), gradients + exposed);
            if (stage == 0 || stage == stages - 1)
            {
                ends = Math.Max(ends, reduced);
                tied = stages > 1 ? Math.Max(tied, closing.Tied) : 0;
            }

            all = Math.Max(all, reduced);
            long gather = closing.OverlapGather ? 0 : closing.GatherAtOnce;
            longest = Math.Max(longest, closing.Norm + closing.Optimizer + closing.Offload + gather);
        }

        return Math.Max(all, ends + (costs.ClosingOf(0).Tied > 0 ? tied : 0)) + longest;
    }

    // Ticks of one micro-batch in all chunks of a stage.
    private static long Work(PartCosts[] parts, bool known, bool split)
    {
        long sum = 0;
        foreach (PartCosts part in parts)
        {
            long whole = part.Backward.Ticks, apart = part.InputGradient.Ticks + part.WeightGradient.Ticks;
            sum += part.Forward.Ticks + (!known ? Math.Min(whole, apart) : split ? apart : whole);
        }

        return sum;
    }
}
