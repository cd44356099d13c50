using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels;

/// <summary>Kernels that measure one property each, as the papers do that publish them.</summary>
public static class Microbenchmarks
{
    private const int Registers = 32;

    /// <summary>One lane follows pointers through global memory: each load needs the one before.</summary>
    /// <param name="loads">Loads in all.</param>
    /// <param name="strideBytes">From one pointer to the next.</param>
    /// <param name="footprintBytes">The chain begins anew after so many bytes.</param>
    public static Kernel PointerChase(int loads, long strideBytes, long footprintBytes)
    {
        var pointer = new AddressPattern { StrideLoop0 = strideBytes, Wrap = footprintBytes, Rows = 1, RowBytes = 4, LaneBytes = 4 };
        return OneWarp("pointer chase", Repeat(loads, body => body.Memory(Operation.LoadGlobal, pointer, 1, 1)));
    }

    /// <summary>Each load from shared memory needs the one before.</summary>
    /// <param name="loads">Loads in all.</param>
    /// <param name="strideBytes">Bytes from lane to lane, a multiple of 4: what the banks see.</param>
    public static Kernel SharedChase(int loads, int strideBytes) =>
        OneWarp("shared chase", Repeat(loads, body => body.Memory(Operation.LoadShared, AddressPattern.Strided(0, 4, strideBytes), 1, 1)));

    /// <summary>Warps of one block, each with independent chains of matrix instructions.</summary>
    /// <param name="warps">Warps.</param>
    /// <param name="chains">Chains of a warp.</param>
    /// <param name="length">Instructions of a chain.</param>
    /// <param name="format">Format of the factors.</param>
    /// <param name="k">Depth of an instruction: 16 for m16n8k16.</param>
    public static Kernel TensorRate(int warps, int chains, int length, string format, int k)
    {
        WarpProgram program = Repeat(length, body =>
        {
            for (int chain = 0; chain < chains; chain++) _ = body.Tensor(16, 8, k, format, 1UL << chain, 1UL << chain);
        });
        return new Kernel("tensor rate", 1, 1, [new WarpRole(warps, program)], Registers, 0);
    }

    /// <summary>A block that meets at a barrier again and again.</summary>
    public static Kernel BarrierLatency(int warps, int times) =>
        new("barrier", 1, 1, [new WarpRole(warps, Repeat(times, body => body.Barrier()))], Registers, 0);

    /// <summary>Every block reads a stretch of an array, 16 bytes a lane, four loads at a time.</summary>
    /// <param name="blocks">Blocks.</param>
    /// <param name="warps">Warps of a block.</param>
    /// <param name="passes">Groups of four loads of a warp.</param>
    /// <param name="wrapBytes">The array's size; blocks that pass its end begin anew. 0 for no end.</param>
    public static Kernel Stream(int blocks, int warps, int passes, long wrapBytes)
    {
        const int loadBytes = 512;
        WarpProgram program = Repeat(passes, body =>
        {
            for (int load = 0; load < 4; load++)
            {
                AddressPattern at = AddressPattern.Coalesced((long)load * warps * loadBytes, 16) with
                {
                    StrideX = wrapBytes > 0 ? 0 : (long)passes * 4 * warps * loadBytes,
                    StrideWarp = loadBytes,
                    StrideLoop0 = 4L * warps * loadBytes,
                    Wrap = wrapBytes,
                };
                _ = body.Memory(Operation.LoadGlobal, at, 1UL << load);
            }
        });
        return new Kernel("stream", blocks, 1, [new WarpRole(warps, program)], Registers, 0);
    }

    /// <summary>Every block reads a stretch of its own again and again, one that its part of L1 does not hold.</summary>
    /// <param name="blocks">Blocks.</param>
    /// <param name="warps">Warps of a block.</param>
    /// <param name="passes">Groups of four loads of a warp.</param>
    /// <param name="stretchBytes">Bytes of a block; L2 has them from the start.</param>
    /// <param name="sharedBytes">Shared memory of a block, which leaves little to L1.</param>
    public static Kernel StreamFromL2(int blocks, int warps, int passes, int stretchBytes, int sharedBytes)
    {
        WarpProgram program = Repeat(passes, body =>
        {
            for (int load = 0; load < 4; load++)
            {
                AddressPattern at = AddressPattern.Coalesced((long)load * warps * 512 % stretchBytes, 16) with
                {
                    StrideX = stretchBytes,
                    StrideWarp = 512,
                    StrideLoop0 = 512L * warps,
                    Wrap = stretchBytes,
                };
                _ = body.Memory(Operation.LoadGlobal, at, 1UL << load);
            }
        });
        return new Kernel("stream from L2", blocks, 1, [new WarpRole(warps, program)], Registers, sharedBytes)
        {
            Arrays = [new KernelArray("data", 0, (long)blocks * stretchBytes, ArrayUse.Read) { Resident = 1 }],
        };
    }

    /// <summary>Warps of one block read shared memory, lane after lane or a distance apart; no load waits for another.</summary>
    /// <param name="warps">Warps.</param>
    /// <param name="passes">Groups of four loads of a warp.</param>
    /// <param name="laneBytes">Bytes of a lane.</param>
    /// <param name="strideBytes">Bytes from lane to lane: what the banks see.</param>
    public static Kernel SharedStream(int warps, int passes, int laneBytes, int strideBytes)
    {
        WarpProgram program = Repeat(passes, body =>
        {
            for (int load = 0; load < 4; load++) _ = body.Memory(Operation.LoadShared, AddressPattern.Strided(0, laneBytes, strideBytes), 1UL << load);
        });
        return new Kernel("stream from shared memory", 1, 1, [new WarpRole(warps, program)], Registers, 0);
    }

    /// <summary>Groups of four warps of one block, each with a chain of asynchronous matrix instructions, both factors in shared memory.</summary>
    /// <param name="groups">Groups of four warps.</param>
    /// <param name="length">Instructions of a chain.</param>
    /// <param name="n">Columns of an instruction.</param>
    /// <param name="format">Format of the factors.</param>
    public static Kernel AsyncTensorRate(int groups, int length, int n, string format)
    {
        WarpProgram program = new ProgramBuilder().Loop(length, body => body.TensorAsync(n, format)).CommitTensor().WaitTensor(0).Build();
        return new Kernel("asynchronous tensor rate", 1, 1, [new WarpRole(4 * groups, program)], Registers, 0);
    }

    private static WarpProgram Repeat(int times, Action<ProgramBuilder> body) => new ProgramBuilder().Loop(times, body).Build();

    private static Kernel OneWarp(string name, WarpProgram program) => new(name, 1, 1, [new WarpRole(1, program)], Registers, 0);
}
