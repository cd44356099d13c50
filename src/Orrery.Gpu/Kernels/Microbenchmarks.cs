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

    private static WarpProgram Repeat(int times, Action<ProgramBuilder> body) => new ProgramBuilder().Loop(times, body).Build();

    private static Kernel OneWarp(string name, WarpProgram program) => new(name, 1, 1, [new WarpRole(1, program)], Registers, 0);
}
