using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>
/// Kernels of serving engines with a block for each token and an element a thread (vLLM): gated activations, rotary embeddings, writes into
/// the cache.
/// </summary>
public sealed class TokenKernels : IOperatorKernels
{
    /// <inheritdoc/>
    public bool Handles(Operator work) => work is GatedActivation or Rope or CacheWrite;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var placed = new Placed(context, work.Bytes);
        return placed.Of(work switch
        {
            GatedActivation gated => Gated(gated, placed),
            Rope rope => Turned(rope, placed),
            _ => Cached((CacheWrite)work, placed),
        });
    }

    private static Kernel Gated(GatedActivation gated, Placed placed)
    {
        double bytes = gated.Format.Bytes;
        RowArray gate = placed.Activations(bytes, 2L * gated.Columns, gated.Rows);
        RowArray up = gate with { Start = gate.Start + (long)(gated.Columns * bytes) };
        RowArray output = placed.Results(bytes, gated.Columns, gated.Rows);
        Work work = FunctionWork.Of(gated.Function, bytes);
        return RowKernel.Create($"{gated.Function} and product {gated.Shape}", gated.Rows, gated.Columns, RowBlock.OneElement(gated.Columns, 1024),
            new RowPass([gate, up], [output], work with { Fp32 = work.Fp32 + 1, Int = work.Int + 2 }));
    }

    // A pair of elements half a head apart: two loads, sine and cosine, four products and two sums, two stores in place.
    private static Kernel Turned(Rope rope, Placed placed)
    {
        double bytes = rope.Format.Bytes;
        int pairs = Math.Max(32, rope.Columns / 2);
        RowArray all = placed.Activations(bytes, rope.Columns, rope.Rows);
        RowArray second = all with { Start = all.Start + (long)(pairs * bytes) };
        RowArray table = placed.Operand(bytes, 128, rope.Rows);
        _ = placed.InPlace(all, rope.Rows);
        return RowKernel.Create($"rope {rope.Shape}", rope.Rows, pairs, RowBlock.OneElement(pairs, 512),
            new RowPass([table with { RowBytes = 0 }, table with { RowBytes = 0 }, all, second], [all, second], new Work(6, 24, 0)));
    }

    // The slot of the token comes first; divisions find its place in the page, then keys and values are copied 16 bytes a thread. Warps of
    // the library's block that find nothing to copy are left out.
    private static Kernel Cached(CacheWrite write, Placed placed)
    {
        const int perThread = 8;
        int columns = Math.Max(32, write.Columns / 2);
        RowArray input = placed.Activations(write.Format.Bytes, write.Columns, write.Rows);
        RowArray values = input with { Start = input.Start + (long)(columns * write.Format.Bytes) };
        RowArray keys = placed.Operand(write.CacheFormat.Bytes, columns, write.Rows);
        RowArray cached = placed.Operand(write.CacheFormat.Bytes, columns, write.Rows);
        RowArray slot = placed.Operand(8, 1, write.Rows);
        var block = new RowBlock(Math.Min(512, (columns / perThread + 31) / 32 * 32), perThread);
        var copied = new Work(write.Flops > 0 ? 1 : 0, write.Flops > 0 ? 1 : 0, 0);
        return RowKernel.Create($"cache write {write.Shape}", write.Rows, columns, block,
            new RowPass([slot with { ElementBytes = 0 }], [], new Work(0, 12, 0)), new RowPass([input], [keys], copied), new RowPass([values], [cached], copied));
    }
}
