using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>
/// Kernels whose threads handle a few elements each on their own: element-wise functions, conversions, updates. Blocks have 128 threads, and
/// a thread has four elements, side by side, as PyTorch's vectorised element-wise kernels have.
/// </summary>
public static class FlatKernel
{
    private const int Warps = 4;
    private const int MostLaneBytes = 16;
    private const int MostArrays = 16;

    /// <summary>A kernel over arrays.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="elements">Elements.</param>
    /// <param name="loads">Arrays that are read: address and bytes of an element.</param>
    /// <param name="stores">Arrays that are written.</param>
    /// <param name="work">Arithmetic of an element.</param>
    /// <param name="perThread">Elements of a thread, 1, 2, 4 or 8.</param>
    public static Kernel Create(string name, long elements, IReadOnlyList<RowArray> loads, IReadOnlyList<RowArray> stores, Work work, int perThread = 4)
    {
        var program = new ProgramBuilder();
        for (int at = 0; at < 6; at++) _ = program.Math(Operation.Int, 1UL << 40, 1UL << 40);
        ulong loaded = 0;
        for (int at = 0; at < loads.Count; at++)
        {
            ulong group = 1UL << Math.Min(at, MostArrays);
            foreach (AddressPattern pattern in Lanes(loads[at], perThread)) _ = program.Memory(Operation.LoadGlobal, pattern, group, 1UL << 40);
            loaded |= group;
        }
        const ulong result = 1UL << 41;
        (work * perThread).Write(program, loaded, result);
        foreach (RowArray store in stores)
        {
            foreach (AddressPattern pattern in Lanes(store, perThread)) _ = program.Memory(Operation.StoreGlobal, pattern, reads: result | loaded);
        }
        long perBlock = Warps * 32L * perThread;
        return new Kernel(name, checked((int)((elements + perBlock - 1) / perBlock)), 1, [new WarpRole(Warps, program.Build())], 32, 0);
    }

    /// <summary>A copy that rearranges: an element a lane is read wherever it lies, so that nothing is vectorised; four a thread.</summary>
    /// <param name="elements">Elements.</param>
    /// <param name="bytes">Bytes of an element.</param>
    /// <param name="from">Address of what is read.</param>
    /// <param name="to">Address of what is written.</param>
    /// <param name="indices">Instructions that find where an element lies.</param>
    public static Kernel Gather(long elements, int bytes, long from, long to, int indices = 40)
    {
        const int unrolled = 4;
        var program = new ProgramBuilder();
        _ = program.Loop(indices * unrolled, body => body.Math(Operation.Int, 1UL << 40, 1UL << 40));
        for (int at = 0; at < unrolled; at++) _ = program.Memory(Operation.LoadGlobal, Lane(from, at), 1UL << at, 1UL << 40);
        for (int at = 0; at < unrolled; at++) _ = program.Memory(Operation.StoreGlobal, Lane(to, at), reads: 1UL << at);
        long perBlock = Warps * 32L * unrolled;
        return new Kernel($"copy {elements} elements", checked((int)((elements + perBlock - 1) / perBlock)), 1, [new WarpRole(Warps, program.Build())], 32, 0);

        AddressPattern Lane(long start, int at) => new()
        {
            Base = start + at * Warps * 32L * bytes,
            StrideX = Warps * 32L * unrolled * bytes,
            StrideWarp = 32L * bytes,
            Rows = 1,
            RowBytes = Math.Max(4, 32 * bytes),
            LaneBytes = 4,
        };
    }

    // Lanes of 4, 8 or 16 bytes; more bytes take several accesses, fewer leave lanes idle.
    private static IEnumerable<AddressPattern> Lanes(RowArray array, int perThread)
    {
        double laneBytes = array.ElementBytes * perThread;
        int accesses = Math.Max(1, (int)Math.Ceiling(laneBytes / MostLaneBytes));
        int warpBytes = (int)Math.Ceiling(32 * laneBytes / accesses / 4) * 4;
        int lane = warpBytes % 512 == 0 ? 16 : warpBytes % 256 == 0 ? 8 : 4;
        for (int at = 0; at < accesses; at++)
        {
            yield return new AddressPattern
            {
                Base = array.Start + (long)at * warpBytes,
                StrideX = (long)(Warps * 32 * laneBytes),
                StrideWarp = (long)(32 * laneBytes),
                Rows = 1,
                RowBytes = warpBytes,
                LaneBytes = lane,
            };
        }
    }
}
