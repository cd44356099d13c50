using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>Adds up the partial sums of a product whose sum was split over blocks (the splitKreduce kernels of cuBLAS).</summary>
public static class SplitSum
{
    private const int Warps = 4;
    private const int Registers = 40;

    // 32 lanes of four sums.
    private const int Elements = 128;
    private const int ReadBytes = Elements * sizeof(float);

    /// <summary>The kernel.</summary>
    /// <param name="problem">The product; its results are the partial sums.</param>
    /// <param name="results">First byte of the results.</param>
    public static Kernel Create(GemmProblem problem, long results)
    {
        long elements = (long)problem.M * problem.N;
        int blocks = (int)((elements + Warps * Elements - 1) / (Warps * Elements));
        int bytes = Elements * problem.Numbers.ResultBits / 8;
        var program = new ProgramBuilder();
        for (int part = 0; part < problem.Splits; part++)
        {
            _ = program.Memory(Operation.LoadGlobal, Line(problem.StartC + part * elements * sizeof(float), ReadBytes, elements * sizeof(float)),
                ProgramBuilder.Registers(part));
        }
        ulong sum = ProgramBuilder.Registers(0);
        for (int part = 1; part < problem.Splits; part++)
        {
            for (int at = 0; at < 4; at++) _ = program.Math(Operation.Fp32, sum, sum | ProgramBuilder.Registers(part));
        }
        _ = program.Math(Operation.Fp32, sum, sum).Math(Operation.Fp32, sum, sum)
            .Memory(Operation.StoreGlobal, Line(results, bytes, elements * problem.Numbers.ResultBits / 8), reads: sum);
        return new Kernel($"sum of {problem.Splits} parts {problem.M}x{problem.N}", blocks, 1, [new WarpRole(Warps, program.Build())], Registers, 0);
    }

    private static AddressPattern Line(long start, int bytes, long limit) => new()
    {
        Base = start,
        Limit = limit,
        StrideX = (long)Warps * bytes,
        StrideWarp = bytes,
        Rows = 1,
        RowBytes = bytes,
        LaneBytes = Math.Clamp(bytes / 32, 4, 16),
    };
}
