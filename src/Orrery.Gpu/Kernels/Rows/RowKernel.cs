using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>
/// Kernels in which a block walks over a row in passes: norms, softmax, activations of serving engines. Behind a pass the block may bring
/// numbers together: five shuffles in each warp, one number of each warp through shared memory, and a barrier on either side.
/// </summary>
public static class RowKernel
{
    private const ulong Index = 1UL << 40;
    private const ulong Result = 1UL << 41;
    private const ulong Sum = 1UL << 42;
    private const int MostUnrolled = 4;

    /// <summary>The kernel of so many rows.</summary>
    public static Kernel Create(string name, int rows, int columns, RowBlock block, params IReadOnlyList<RowPass> passes)
    {
        int warps = block.Threads / 32;
        int across = warps / block.RowsAtOnce;
        var program = new ProgramBuilder();
        for (int at = 0; at < 8; at++) _ = program.Math(Operation.Int, Index, Index);
        foreach (RowPass pass in passes)
        {
            Walk(program, pass, columns, block, across);
            for (int number = 0; number < pass.Reductions; number++) Reduce(program, across);
        }
        int blocks = (rows + block.RowsAtOnce - 1) / block.RowsAtOnce;
        return new Kernel(name, blocks, 1, [new WarpRole(warps, program.Build())], block.Registers, across > 1 ? 256 : 0);
    }

    /// <summary>Accesses of a thread in one pass.</summary>
    public static int Steps(int columns, RowBlock block) =>
        (columns + block.Threads / block.RowsAtOnce * block.PerAccess - 1) / (block.Threads / block.RowsAtOnce * block.PerAccess);

    private static void Walk(ProgramBuilder program, RowPass pass, int columns, RowBlock block, int across)
    {
        int steps = Steps(columns, block);
        int unrolled = Math.Min(Math.Min(pass.Unrolled, MostUnrolled), steps);
        int loops = (steps + unrolled - 1) / unrolled;
        if (loops == 1) Body(program);
        else _ = program.Loop(loops, Body, isSteady: true);

        void Body(ProgramBuilder body)
        {
            if (!pass.FromRegisters)
            {
                for (int at = 0; at < unrolled; at++)
                {
                    for (int array = 0; array < pass.Loads.Count; array++)
                    {
                        _ = body.Memory(Operation.LoadGlobal, Lanes(pass.Loads[array], block, across, at, unrolled, columns), Group(at, array), Index);
                    }
                }
            }
            for (int at = 0; at < unrolled; at++)
            {
                ulong loaded = 0;
                for (int array = 0; array < pass.Loads.Count; array++) loaded |= Group(at, array);
                (pass.Work * block.PerAccess).Write(body, loaded, Result);
                foreach (RowArray store in pass.Stores)
                {
                    _ = body.Memory(Operation.StoreGlobal, Lanes(store, block, across, at, unrolled, columns), reads: Result | loaded);
                }
            }
            if (loops > 1) _ = body.Math(Operation.Int, Index, Index).Math(Operation.Int, Index, Index).Branch();
        }
    }

    private static ulong Group(int access, int array) => 1UL << (access * 8 + Math.Min(array, 7));

    private static AddressPattern Lanes(RowArray array, RowBlock block, int across, int at, int unrolled, int columns)
    {
        double laneBytes = array.ElementBytes * block.PerAccess;
        int warpBytes = Math.Max(4, (int)(Math.Min(32.0 * laneBytes, Math.Ceiling(columns * array.ElementBytes / 4) * 4) / 4) * 4);
        int lane = warpBytes % 512 == 0 ? 16 : warpBytes % 256 == 0 ? 8 : 4;
        if (warpBytes > 512) throw new ArgumentException($"a lane brings {laneBytes} bytes at once; 16 are the most", nameof(block));
        long stepBytes = (long)(32 * across * laneBytes);
        return new AddressPattern
        {
            Base = array.Start + at * stepBytes,
            StrideX = array.RowBytes * block.RowsAtOnce,
            WarpsAcross = across,
            StrideAcross = (long)(32 * laneBytes),
            StrideWarp = array.RowBytes,
            StrideLoop0 = unrolled * stepBytes,
            Rows = 1,
            RowBytes = warpBytes,
            LaneBytes = lane,
        };
    }

    private static void Reduce(ProgramBuilder program, int across)
    {
        WarpSum(program);
        if (across == 1) return;
        _ = program.Memory(Operation.StoreShared, One, reads: Sum).Barrier().Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: Sum);
        WarpSum(program);
        _ = program.Memory(Operation.StoreShared, One, reads: Sum).Barrier().Memory(Operation.LoadShared, One, writes: Sum | Result);
    }

    private static AddressPattern One => new() { Rows = 1, RowBytes = 4, LaneBytes = 4 };

    // Five butterfly steps: a shuffle goes through the load/store unit as a load from shared memory does.
    private static void WarpSum(ProgramBuilder program)
    {
        for (int step = 0; step < 5; step++)
        {
            _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: Sum, reads: Sum | Result).Math(Operation.Fp32, Sum, Sum);
        }
    }
}
