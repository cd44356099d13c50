using Orrery.Gpu.Programs;

namespace Orrery.Examples.MyKernel;

/// <summary>
/// Sums the rows of a matrix of 16-bit numbers: a block a row, each lane loads 16 bytes at a time and adds, then the lanes of the
/// block meet in shared memory. The next loads are asked for before the last ones are added, so memory is never idle.
/// </summary>
internal static class RowSum
{
    private const int Warps = 8;
    private const int LaneBytes = 16;
    private const int LoadsAhead = 4;

    public static Kernel Create(int rows, int columns)
    {
        int rowBytes = columns * 2;
        int chunk = Warps * 32 * LaneBytes;
        ulong address = ProgramBuilder.Registers(0);
        ulong sum = ProgramBuilder.Registers(1);
        // A block's row lies at X * rowBytes; its warps side by side; a pass of the loop goes LoadsAhead chunks further.
        AddressPattern row = AddressPattern.Coalesced(0, LaneBytes) with
        {
            StrideX = rowBytes,
            StrideWarp = 32 * LaneBytes,
            StrideLoop0 = LoadsAhead * chunk,
        };

        var program = new ProgramBuilder();
        program.Math(Operation.Int, address, 0);
        program.Loop(Math.Max(1, rowBytes / (LoadsAhead * chunk)), pass =>
        {
            for (int load = 0; load < LoadsAhead; load++)
                pass.Memory(Operation.LoadGlobal, row with { Base = load * chunk }, ProgramBuilder.Registers(2 + load), address);
            for (int load = 0; load < LoadsAhead; load++)
            {
                for (int pair = 0; pair < LaneBytes / 4; pair++)
                    pass.Math(Operation.Fp16, sum, sum | ProgramBuilder.Registers(2 + load));
            }
            pass.Math(Operation.Int, address, address).Branch();
        }, isSteady: true);

        // Lanes of a warp add up by shuffles, warps through shared memory.
        AddressPattern partial = AddressPattern.Coalesced(0, 4);
        program.Loop(5, step => step.Math(Operation.Fp32, sum, sum));
        program.Memory(Operation.StoreShared, partial, reads: sum).Barrier();
        program.Memory(Operation.LoadShared, partial, sum).Math(Operation.Fp32, sum, sum);
        program.Memory(Operation.StoreGlobal, AddressPattern.Strided((long)rows * rowBytes, 4, 4) with { Rows = 1, StrideX = 4 }, reads: sum);
        return new Kernel("row sum", rows, 1, [new WarpRole(Warps, program.Build())], RegistersPerThread: 32, SharedBytes: 1024);
    }
}
