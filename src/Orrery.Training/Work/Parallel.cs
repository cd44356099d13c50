using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Training.Work;

/// <summary>
/// Multiplications split over tensor-parallel ranks with the collectives around them (Shoeybi et al., Megatron-LM, arXiv 1909.08053; with
/// sequence parallelism Korthikanti et al., arXiv 2205.05198, section 4.2.2).
/// </summary>
public static class Parallel
{
    /// <summary>
    /// A multiplication split by columns: every rank needs the whole input. Forward, the input is gathered where it is split along the
    /// sequence; backward, the input's gradient is summed over ranks while that of the weights is computed.
    /// </summary>
    public static void Column(Tape tape, Linear linear, double inputBytes)
    {
        Collectives between = new(tape.Shape);
        string name = linear.Name;
        if (!tape.Shape.SequenceParallel)
        {
            tape.Linear(linear, besideWeights: between.Tensor(name + " all-reduce", AllReduce, inputBytes, between.Backward));
            return;
        }

        // The input is kept in parts, so the backward pass gathers it once more, beside the gradient of the input.
        tape.Linear(linear with { KeptOver = tape.Shape.Tensor },
            besideInput: between.Tensor(name + " input all-gather", AllGather, inputBytes, between.Backward),
            besideWeights: between.Tensor(name + " reduce-scatter", ReduceScatter, inputBytes, between.Backward),
            beforeForward: between.Tensor(name + " all-gather", AllGather, inputBytes, between.Chunked));
    }

    /// <summary>A multiplication split by rows: its output is a sum over ranks.</summary>
    public static void Row(Tape tape, Linear linear, double outputBytes)
    {
        Collectives between = new(tape.Shape);
        string name = linear.Name;
        if (!tape.Shape.SequenceParallel)
        {
            tape.Linear(linear);
            tape.AddCollectives(between.Tensor(name + " all-reduce", AllReduce, outputBytes), null);
            return;
        }

        // In chunks the collective stands before its multiplication in the list, though it passes on what that makes.
        WorkItem? scatter = between.Tensor(name + " reduce-scatter", ReduceScatter, outputBytes, between.Chunked);
        WorkItem? gather = between.Tensor(name + " gradient all-gather", AllGather, outputBytes, between.Chunked);
        if (tape.Shape.OverlapTensor)
        {
            tape.Linear(linear, besideInput: gather, beforeForward: scatter);
        }
        else
        {
            tape.Linear(linear);
            tape.AddCollectives(scatter, gather);
        }
    }
}
