using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// One row times a matrix: two warps walk along the sum of each column with loads of 16 bytes a lane and multiply on the vector units, as the
/// gemv kernels of cuBLAS.
/// </summary>
public static class Gemv
{
    private const int WarpsOfColumn = 2;
    private const int Columns = 4;
    private const int Warps = WarpsOfColumn * Columns;
    private const int Registers = 64;
    private const int LoadBytes = 512;

    // Steps that a compiler unrolls, so that their loads are on their way together.
    private const int Unrolled = 4;

    // Shuffles that add up the sums of 32 lanes.
    private const int Shuffles = 5;

    /// <summary>The kernel of a product with one row.</summary>
    /// <param name="problem">The product; its weights lie with the sum side by side.</param>
    public static Kernel Create(GemmProblem problem)
    {
        long column = problem.Numbers.Weight.Bytes(problem.K);
        int steps = (int)((column + WarpsOfColumn * LoadBytes - 1) / (WarpsOfColumn * LoadBytes));
        int unrolled = Math.Min(Unrolled, steps);
        var program = new ProgramBuilder();
        _ = program.Loop((steps + unrolled - 1) / unrolled, body => Steps(body, problem, column, unrolled), isSteady: true);
        ulong sum = ProgramBuilder.Registers(GemmRegisters.Sums);
        for (int shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: sum, reads: sum).Math(Operation.Fp32, sum, sum);
        }
        _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: sum).Barrier()
            .Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: sum).Math(Operation.Fp32, sum, sum);
        int bytes = problem.Numbers.ResultBits / 8;
        var store = new AddressPattern
        {
            Base = problem.StartC,
            StrideX = Columns * bytes,
            WarpsAcross = WarpsOfColumn,
            StrideWarp = bytes,
            Rows = 1,
            RowBytes = 4,
            LaneBytes = 4,
        };
        _ = program.Memory(Operation.StoreGlobal, store, reads: sum);
        int blocks = (problem.N + Columns - 1) / Columns;
        return new Kernel($"gemv {problem.N}x{problem.K} {problem.Numbers.Rate}", blocks, 1, [new WarpRole(Warps, program.Build())], Registers, 1024)
        {
            Arrays = problem.Arrays,
        };
    }

    private static void Steps(ProgramBuilder program, GemmProblem problem, long column, int unrolled)
    {
        // Multiply-adds of a step: each lane's numbers, two in an instruction where they have 16 bits.
        int numbers = 16 * 8 / problem.Numbers.Weight.Bits;
        (Operation math, int count) = problem.Numbers.Weight.Bits <= 16 ? (Operation.Fp16, numbers / 2) : (Operation.Fp32, numbers);
        for (int step = 0; step < unrolled; step++)
        {
            _ = program.Memory(Operation.LoadGlobal, At(problem.StartB, step, column) with { StrideX = Columns * column, StrideWarp = column },
                ProgramBuilder.Registers(GemmRegisters.B + step));
            _ = program.Memory(Operation.LoadGlobal, At(problem.StartA, step, column), ProgramBuilder.Registers(GemmRegisters.A + step));
        }
        for (int step = 0; step < unrolled; step++)
        {
            ulong factors = ProgramBuilder.Registers(GemmRegisters.A + step, GemmRegisters.B + step);
            for (int at = 0; at < count; at++)
            {
                ulong sum = ProgramBuilder.Registers(GemmRegisters.Sums + at % 2);
                _ = program.Math(math, sum, sum | factors);
            }
        }
        _ = program.Branch();

        AddressPattern At(long start, int number, long bytes) => new()
        {
            Base = start + (long)number * WarpsOfColumn * LoadBytes,
            WarpsAcross = WarpsOfColumn,
            StrideAcross = LoadBytes,
            StrideLoop0 = (long)unrolled * WarpsOfColumn * LoadBytes,
            Rows = 1,
            RowBytes = (int)Math.Min(LoadBytes, (bytes + 15) / 16 * 16),
            LaneBytes = 16,
        };
    }
}
