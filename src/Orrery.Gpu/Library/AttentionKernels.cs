using Orrery.CostModels;
using Orrery.Gpu.Kernels.Attention;
using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>
/// Attention: FlashAttention-2, on Hopper FlashAttention-3, on data-centre Blackwell its like, with the keys split and merged where the
/// closed forms say that the library does so.
/// </summary>
public sealed class AttentionKernels : IOperatorKernels
{
    // Mbarriers and what each block takes beyond its tiles.
    private const int ReservedShared = 2048;

    /// <inheritdoc/>
    public bool Handles(Operator work) => work is Attention attention && attention.Format.Rate != "fp32";

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var attention = (Attention)work;
        Tiling choice = context.Choice.Tiling;
        bool isAsynchronous = context.Machine.Gpu.Generation is not ("volta" or "turing" or "pascal");
        FlashTile tile = TileOf(attention, choice, isAsynchronous);
        FlashShape shape = Placed(ShapeOf(attention, choice, tile, context), attention, context.Addresses);
        Kernel kernel = Forward(shape, tile, attention, choice, context.Machine);
        List<Kernel> kernels = [kernel with { Arrays = Arrays(shape, attention, KeptBytes.Share(context.Machine, attention.Bytes)) }];
        if (shape.Splits > 1 && !MergesInside(attention, context.Machine))
        {
            kernels.Add(Combined(shape, context.Addresses));
        }
        int copies = context.Choice.Kernels - kernels.Count;
        if (copies >= 2)
        {
            // Packed heads are rearranged before and behind.
            kernels.Insert(0, Rearranged(attention.HeadDim, shape.QueryStart));
            kernels.Add(Rearranged(attention.ValueDim, shape.OutputStart));
        }
        return kernels;

        Kernel Rearranged(int dim, long start)
        {
            long elements = (long)attention.Batch * attention.Heads * attention.Queries * dim;
            long moved = context.Addresses.Fresh((long)attention.QueryBytes);
            return FlatKernel.Gather(elements, shape.Bytes, start, moved) with
            {
                Arrays = [new("heads", start, elements * shape.Bytes, ArrayUse.Read), new("rearranged", moved, elements * shape.Bytes, ArrayUse.Write)],
            };
        }
    }

    // The parts were written by the kernel before.
    private static Kernel Combined(FlashShape shape, AddressSpace addresses)
    {
        int rows = shape.Batch * shape.Heads * shape.Queries;
        long bytes = (long)rows * shape.ValueDim * shape.Bytes;
        long output = addresses.Results(bytes);
        return SplitCombine.Create(rows, shape.ValueDim, shape.Splits, shape.Bytes, shape.OutputStart, output) with
        {
            Arrays = [new("output", shape.OutputStart, (long)rows * shape.OutputRow * shape.Splits, ArrayUse.Read), new("merged", output, bytes, ArrayUse.Write)],
        };
    }

    /// <summary>Whether heads that share keys are rows of one block.</summary>
    public static bool Packs(Attention attention, string generation) => attention.Heads > attention.KvHeads
        && (attention.Queries == 1 || (generation == "hopper" && attention.Queries < 128));

    // Decoding on tensor memory: a part's block merges its share of the output when the others are done.
    private static bool MergesInside(Attention attention, GpuMachine machine) =>
        attention.Queries == 1 && machine.Micro.Generation == "blackwell" && machine.Micro.Asynchronous is { TensorLatency: not null };

    // As many parts as fill the multiprocessors once, of at least two tiles (FlashInfer, trtllm-gen's launcher: multiprocessors over blocks).
    private static int Filling(Attention attention, FlashTile tile, GpuMachine machine)
    {
        int units = attention.Batch * attention.KvHeads;
        return Math.Min(Math.Max(1, machine.Gpu.SmCount / units), Math.Max(1, attention.Keys / (2 * tile.Keys)));
    }

    // Asynchronous matrix instructions take factors that bulk copies brought.
    private static Kernel Forward(FlashShape shape, FlashTile tile, Attention attention, Tiling choice, GpuMachine machine)
    {
        if (machine.Micro.Asynchronous is not { TensorLatency: not null } || !FlashRing.Serves(shape)) return FlashForward.Create(shape, tile);
        if (machine.Micro.Generation == "hopper")
        {
            int rows = Math.Clamp(tile.Rows / FlashHopper.GroupRows, 1, 3) * FlashHopper.GroupRows;
            return FlashHopper.Create(shape, tile with { Rows = rows, Warps = rows / 16 });
        }
        int few = (Math.Min(choice.M, 64) + 7) / 8 * 8;
        // Short blocks run in pairs, as the closed forms have it.
        int perSm = MergesInside(attention, machine) ? 2 : 1;
        int ofBlock = (int)machine.Gpu.Sm.Shared.BaseValue / perSm - ReservedShared;
        return FlashBlackwell.Create(shape, tile with { Rows = choice.M < 128 ? few : choice.M < 256 ? 128 : 256 }, ofBlock);
    }

    private static int StepsOf(int keys, FlashTile tile) => (keys + tile.Keys - 1) / tile.Keys;

    private static FlashTile TileOf(Attention attention, Tiling choice, bool isAsynchronous)
    {
        const int widest = 128;
        int rows = Math.Clamp(choice.M, 64, 256);
        int depth = Math.Max(8, (int)(32 / Math.Max(0.5, attention.CacheFormat.Bytes)) / (isAsynchronous ? 1 : 2));
        int keys = Math.Max(16, attention.ValueDim > widest ? Math.Min(64, choice.N) : choice.N);
        return new FlashTile(rows, keys, rows >= 256 ? 8 : 4) { IsAsynchronous = isAsynchronous, Depth = depth };
    }

    private static FlashShape ShapeOf(Attention attention, Tiling choice, FlashTile tile, KernelContext context)
    {
        bool packs = Packs(attention, context.Machine.Gpu.Generation);
        int group = attention.Heads / attention.KvHeads;
        // A library that only knows the room in the page table cuts that into parts of whole steps: the last ones may hold no keys. The
        // table of a prompt is its own; decoding sequences share one as wide as the longest may be.
        int steps = StepsOf(attention.Queries == 1 ? Math.Max(attention.Keys, attention.Room) : attention.Keys, tile);
        int splits = Math.Clamp(MergesInside(attention, context.Machine) ? Filling(attention, tile, context.Machine) : choice.Splits, 1, steps);
        int stepsOfSplit = (steps + splits - 1) / splits;
        int busy = (steps + stepsOfSplit - 1) / stepsOfSplit;
        return new FlashShape(attention.Format.Rate, attention.Batch, packs ? attention.KvHeads : attention.Heads, packs ? 1 : group,
            attention.Queries * (packs ? group : 1), attention.Keys, attention.HeadDim)
        {
            ValueDim = attention.ValueDim,
            Causal = attention.Causal && attention.Queries > 1 && !packs,
            Window = attention.Window,
            Page = attention.Page,
            Appends = attention.Appends,
            Latent = attention.Latent,
            Splits = busy,
            StepsOfSplit = stepsOfSplit,
            Bytes = Math.Max(1, (int)attention.Format.Bytes),
            CacheBytes = Math.Max(1, (int)attention.CacheFormat.Bytes),
        };
    }

    private static FlashShape Placed(FlashShape shape, Attention attention, AddressSpace addresses)
    {
        long keys = (long)attention.Batch * attention.KvHeads * attention.Keys;
        long queries = (long)attention.Batch * attention.Heads * attention.Queries;
        long output = queries * attention.ValueDim * (shape.Splits > 1 ? 4L * shape.Splits : shape.Bytes);
        long start = addresses.Activations(queries * shape.QueryRow);
        long keyStart = addresses.Fresh(keys * shape.KeyRow);
        return shape with
        {
            QueryStart = start,
            KeyStart = keyStart,
            ValueStart = shape.Latent ? keyStart : addresses.Fresh(keys * shape.ValueRow),
            FreshStart = addresses.Fresh(keys * shape.KeyRow),
            TableStart = addresses.Fresh(TableBytes(attention)),
            OutputStart = shape.Splits > 1 ? addresses.Fresh(output) : addresses.Results(output),
        };
    }

    // Lengths, and an entry for each page of each sequence.
    private static long TableBytes(Attention attention) =>
        8192 + attention.Batch * (attention.Keys / Math.Max(1, attention.Page) + 64) * 4L;

    // Queries and new keys were written a moment ago, lengths and tables before the step; the cached keys lie in memory.
    private static KernelArray[] Arrays(FlashShape shape, Attention attention, double kept)
    {
        double fresh = kept * Math.Min(1, (double)attention.Queries / attention.Keys);
        long keys = (long)attention.Batch * attention.KvHeads * attention.Keys;
        long queries = (long)attention.Batch * attention.Heads * attention.Queries;
        List<KernelArray> arrays =
        [
            new("queries", shape.QueryStart, queries * shape.QueryRow, ArrayUse.Read) { Resident = kept },
            new("keys", shape.KeyStart, keys * shape.KeyRow, ArrayUse.Read) { Resident = fresh },
            new("output", shape.OutputStart, queries * shape.OutputRow * shape.Splits, ArrayUse.Write),
        ];
        if (shape.Page > 0) arrays.Add(new("tables", shape.TableStart, TableBytes(attention), ArrayUse.Read) { Resident = kept });
        if (!shape.Latent) arrays.Insert(2, new("values", shape.ValueStart, keys * shape.ValueRow, ArrayUse.Read) { Resident = fresh });
        return [.. arrays];
    }
}
