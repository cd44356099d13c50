using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>The kernel that a library runs for an attention call: how it cuts the work and what it can overlap.</summary>
/// <param name="Rows">Rows of queries in a block.</param>
/// <param name="Keys">Keys of one step of a block.</param>
/// <param name="Packs">Whether the query heads that share keys are rows of one block.</param>
/// <param name="Phases">How products and softmax share the time of a block.</param>
/// <param name="PerSm">Blocks that one multiprocessor holds.</param>
/// <param name="Splits">Whether keys may be split over blocks.</param>
/// <param name="MergesInside">Whether the last block to end merges the parts, without a kernel of its own.</param>
/// <param name="Copies">Small kernels that rearrange queries and output around it.</param>
internal readonly record struct AttentionKernel(
    int Rows, int Keys, bool Packs, AttentionPhases Phases, int PerSm, bool Splits, bool MergesInside, int Copies)
{
    /// <summary>Whether warp groups work on different phases: such kernels keep their multiprocessors and fetch ahead.</summary>
    public bool IsAsynchronous => Phases != AttentionPhases.Alternate;

    // A block of four warps with 255 registers a thread: two fill the 65,536 registers of a multiprocessor.
    private const int ByRegisters = 2;

    /// <summary>The kernel for a call on a machine.</summary>
    public static AttentionKernel Of(Attention attention, Machine machine)
    {
        int group = attention.Heads / attention.KvHeads;
        return machine.Gpu.Generation == "hopper" ? Hopper(attention, group)
            : machine.Gpu.HasTensorMemory ? Blackwell(attention, group) : Synchronous(attention, machine, group);
    }

    // FlashAttention-2 (Dao 2023; the tiles and rules of its forward launch templates, 2.7): 64 rows against pages or where there are
    // no more, 128 rows against contiguous keys. Only decoding with shared keys is packed; through a page table, only packed calls are
    // split, and packing takes a copy of the queries before and of the output behind it where there is more than one sequence.
    private static AttentionKernel Synchronous(Attention attention, Machine machine, int group)
    {
        bool packs = attention.Queries == 1 && group > 1;
        bool paged = attention.Page > 0;
        bool few = attention.Queries * (packs ? group : 1) <= 64;
        int rows = paged || few || attention.HeadDim > 128 ? 64 : 128;
        int keys = (attention.HeadDim <= 64 ? 256 : attention.HeadDim <= 128 ? 128 : 64) * 64 / rows;
        double shared = machine.Gpu.Sm.Shared.Bytes;
        while (keys > 16 && Needed(attention, rows, keys) > shared)
        {
            keys /= 2;
        }

        int perSm = Math.Clamp((int)(shared / Needed(attention, rows, keys)), 1, ByRegisters);
        bool ownCall = !paged || attention.Appends;
        return new AttentionKernel(rows, keys, packs, AttentionPhases.Alternate, perSm, Splits: ownCall || packs, MergesInside: false,
            Copies: packs && !ownCall && attention.Batch > 1 && attention.KvHeads > 1 ? 2 : 0);
    }

    // FlashAttention-3 (Shah et al. 2024): three warp groups on 128 rows, one block a multiprocessor.
    private static AttentionKernel Hopper(Attention attention, int group)
    {
        bool packs = group > 1 && attention.Queries < 128;
        int rows = attention.Queries * (packs ? group : 1) <= 64 ? 64 : 128;
        int keys = attention.HeadDim <= 128 ? 128 : 64;
        return new AttentionKernel(rows, keys, packs, AttentionPhases.PingPong, PerSm: 1, Splits: true, MergesInside: false,
            Copies: 0);
    }

    // The tensor unit takes 128 rows at a time, and two warp groups keep two of them going (FlashAttention-4; cuDNN alike). With
    // few queries the keys become the rows, so that the queries are padded to 8 only, and short blocks run in pairs.
    private static AttentionKernel Blackwell(Attention attention, int group)
    {
        bool decodes = attention.Queries == 1;
        int rows = decodes ? (Math.Min(group, 64) + 7) / 8 * 8 : attention.Queries <= 128 ? 128 : 256;
        return new AttentionKernel(rows, 128, Packs: decodes && group > 1, AttentionPhases.Overlap, PerSm: decodes ? 2 : 1,
            Splits: decodes, MergesInside: true, Copies: 0);
    }

    private static double Needed(Attention attention, int rows, int keys) =>
        ((double)rows * attention.HeadDim * attention.Format.Bytes) + (keys * attention.TokenBytes);
}
