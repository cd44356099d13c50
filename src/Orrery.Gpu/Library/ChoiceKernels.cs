using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;
using TokenChoice = Orrery.Workloads.Operators.Sampling;

namespace Orrery.Gpu.Library;

/// <summary>Choosing: tokens from logits, experts for tokens, and the order in which experts get their rows.</summary>
public sealed class ChoiceKernels : IOperatorKernels
{
    private const int Threads = 1024;

    // Rounds of a draw without a sort: maximum, sum, quotient, and about three rejections (Ye et al. 2025, arXiv 2501.01005).
    private const int DrawnPasses = 6;

    /// <inheritdoc/>
    public bool Handles(Operator work) => work is TokenChoice or Routing or ExpertSort;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var placed = new Placed(context, work.Bytes);
        return placed.Of(work switch
        {
            TokenChoice sampling => Sampled(sampling, placed),
            Routing { Combine: true } routing => Combined(routing, placed),
            Routing routing => Chosen(routing, placed),
            _ => Sorted((ExpertSort)work, placed),
        });
    }

    private static Kernel Sampled(TokenChoice sampling, Placed placed)
    {
        int access = (int)Math.Clamp(16 / sampling.Format.Bytes, 1, 8);
        RowArray logits = placed.Activations(sampling.Format.Bytes, sampling.Vocabulary, sampling.Rows);
        var largest = new RowPass([logits], [], new Work(0, 2, 0)) { Reductions = 1 };
        var drawn = new RowPass([logits], [], new Work(2, 2, 1)) { Reductions = 1 };
        return RowKernel.Create($"sample {sampling.Shape}", sampling.Rows, sampling.Vocabulary, new RowBlock(Threads, access),
            sampling.Greedy ? [largest] : [largest, .. Enumerable.Repeat(drawn, DrawnPasses - 1)]);
    }

    // A warp a token: softmax over the scores in registers, then the largest again and again.
    private static Kernel Chosen(Routing routing, Placed placed)
    {
        RowArray scores = placed.Activations(routing.Format.Bytes, routing.Experts, routing.Rows);
        RowArray choices = placed.Results(8.0 * routing.PerToken / routing.Experts, routing.Experts, routing.Rows);
        int all = (routing.Experts + 31) / 32;
        var pick = new RowPass([scores], [], new Work(0, 2, 0)) { Reductions = 1, Unrolled = all, FromRegisters = true };
        RowPass[] passes =
        [
            new([scores], [], new Work(0, 2, 0)) { Reductions = 1, Unrolled = all },
            pick with { Work = new Work(2, 1, 1) },
            .. Enumerable.Repeat(pick, routing.PerToken),
            new([scores], [choices], new Work(0, 1, 0)) { Unrolled = all, FromRegisters = true },
        ];
        return RowKernel.Create($"choose {routing.Shape}", routing.Rows, routing.Experts, new RowBlock(128, 1) { RowsAtOnce = 4 }, passes);
    }

    private static Kernel Combined(Routing routing, Placed placed)
    {
        double bytes = routing.Format.Bytes;
        RowArray copies = placed.Activations(bytes, (long)routing.Columns * routing.PerToken, routing.Rows);
        RowArray[] loads = [.. Enumerable.Range(0, routing.PerToken).Select(copy => copies with { Start = copies.Start + (long)(copy * routing.Columns * bytes) })];
        RowArray output = placed.Results(bytes, routing.Columns, routing.Rows);
        int access = (int)Math.Clamp(16 / bytes, 1, 8);
        int threads = Math.Clamp(routing.Columns / access / 32 * 32, 32, Threads);
        return RowKernel.Create($"combine {routing.Shape}", routing.Rows, routing.Columns, new RowBlock(threads, access),
            new RowPass(loads, [output], new Work(routing.PerToken, routing.PerToken, 0)));
    }

    // One block counts, sums and places, as serving engines do for up to some ten thousand choices.
    private static Kernel Sorted(ExpertSort sort, Placed placed)
    {
        int choices = (int)Math.Min(int.MaxValue, sort.Load.Choices);
        RowArray chosen = placed.Operand(4, choices, 1);
        RowArray places = placed.Operand(4, choices, 1);
        return RowKernel.Create($"sort {sort.Shape}", 1, choices, new RowBlock(Threads, 1),
            new RowPass([chosen], [], new Work(0, 4, 0)) { Reductions = 1 },
            new RowPass([chosen], [places], new Work(0, 6, 0)));
    }
}
