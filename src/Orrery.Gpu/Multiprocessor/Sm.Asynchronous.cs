using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

// Asynchronous matrix instructions. A tensor core works in order, so when one ends is known when it is issued.
internal sealed partial class Sm<TScheduler>
{
    private const int TensorGroups = 8;

    // When the groups of each warp end; an open group starts with the end of the one before.
    private readonly long[] _tensorEnds = new long[Subs * Places * TensorGroups];

    private void IssueAsynchronous(ref Warp warp, int sub, int at, in DecodedInstruction instruction, long time)
    {
        switch (instruction.Operation)
        {
            case Operation.TensorAsync:
                Multiply(warp, at, sub, sub + 1, instruction, time);
                break;
            case Operation.TensorBlock:
                Multiply(warp, at, 0, Subs, instruction, time);
                break;
            case Operation.CommitTensor:
                long end = _tensorEnds[at * TensorGroups + warp.OpenTensorGroup];
                warp.OpenTensorGroup = (byte)((warp.OpenTensorGroup + 1) & TensorGroups - 1);
                _tensorEnds[at * TensorGroups + warp.OpenTensorGroup] = end;
                break;
            case Operation.WaitTensor:
                int group = (warp.OpenTensorGroup - 1 - instruction.Argument) & TensorGroups - 1;
                long ended = _tensorEnds[at * TensorGroups + group];
                if (ended <= time) break;
                warp.Pending |= PendingBits.Barrier;
                warp.Awaits = WarpState.Gmma;
                _events.Push(ended, EventKind.Result, at, PendingBits.Barrier);
                break;
            case Operation.SignalTensor:
                int stage = warp.Slot * PhasesOfBlock + NextStage(at, _work.Signals[instruction.Argument]);
                _events.Push(Math.Max(time + 1, _tensorEnds[at * TensorGroups + warp.OpenTensorGroup]), EventKind.Signal, stage);
                break;
            case Operation.BulkLoad or Operation.BulkStore:
                IssueBulk(ref warp, at, instruction, time);
                break;
            case Operation.Arrive:
                ArriveAtPhase(warp, at, instruction, time);
                break;
            default:
                WaitForPhase(ref warp, at, instruction, time);
                break;
        }
    }

    /// <summary>Queues a product on the tensor cores of sub-partitions.</summary>
    private void Multiply(in Warp warp, int at, int first, int end, in DecodedInstruction instruction, long time)
    {
        long start = time;
        for (int sub = first; sub < end; sub++) start = Math.Max(start, _free[sub * Pipe.Stride + Pipe.Tensor]);
        long done = start + instruction.Argument;
        for (int sub = first; sub < end; sub++) Occupy(sub * Pipe.Stride + Pipe.Tensor, done, time);
        SmTally tally = _tallies[warp.Kernel];
        // Shared memory reads the factors when the product begins.
        if (start > time) _events.Push(start, EventKind.Operands, warp.Kernel, instruction.Wavefronts);
        else _ = Pass(instruction.Wavefronts, tally, time);
        long ready = done + instruction.Latency;
        _tensorEnds[at * TensorGroups + warp.OpenTensorGroup] = ready;
        tally.Last = Math.Max(tally.Last, ready);
    }
}
