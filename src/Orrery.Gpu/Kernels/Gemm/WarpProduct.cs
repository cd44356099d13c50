using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// What a warp does with a step of a stage in shared memory: it loads the operands of the next step while it multiplies those of this one.
/// Other instructions stand between the products, as compilers put them, so that the tensor core need not wait for their issue.
/// </summary>
/// <param name="tile">The tiles.</param>
/// <param name="numbers">How numbers are stored.</param>
/// <param name="mma">The matrix instruction.</param>
internal sealed class WarpProduct(GemmTile tile, GemmNumbers numbers, MmaShape mma)
{
    // ldmatrix.x4 and loads of 16 bytes a lane bring so much.
    private const int LoadBytes = 512;

    /// <summary>Steps of a stage.</summary>
    public int Steps { get; } = Math.Max(1, tile.K / mma.K);

    /// <summary>The loads of a step's operands into a buffer. Their lanes are swizzled so that no two meet in a bank.</summary>
    public IEnumerable<Action<ProgramBuilder>> Loads(int buffer)
    {
        AddressPattern whole = AddressPattern.Coalesced(0, 16);
        for (int load = 0; load < LoadsOf(tile.WarpM, numbers.Activation.Bits); load++)
        {
            ulong register = Register(GemmRegisters.A, buffer, load);
            yield return program => program.Memory(Operation.LoadShared, whole, writes: register);
        }
        for (int load = 0; load < LoadsOf(tile.WarpN, numbers.Weight.Bits); load++)
        {
            ulong register = Register(GemmRegisters.B, buffer, load);
            yield return program => program.Memory(Operation.LoadShared, whole, writes: register);
        }
    }

    /// <summary>Multiplies a buffer's operands; what stands beside is spread between the products.</summary>
    public void Multiply(ProgramBuilder program, int buffer, IReadOnlyList<Action<ProgramBuilder>> beside)
    {
        (int rows, int columns) = (tile.WarpM / mma.M, tile.WarpN / mma.N);
        (int done, int all) = (0, Math.Max(1, rows * columns));
        for (int j = 0; j < columns; j++)
        {
            ulong b = Register(GemmRegisters.B, buffer, LoadOf(j * mma.N, tile.WarpN, numbers.Weight.Bits));
            Unpack(program, b);
            for (int i = 0; i < rows; i++)
            {
                // Back and forth, so that one operand stays.
                int row = (j & 1) == 0 ? i : rows - 1 - i;
                ulong a = Register(GemmRegisters.A, buffer, LoadOf(row * mma.M, tile.WarpM, numbers.Activation.Bits));
                ulong sum = Sum(row * columns + j, rows * columns);
                _ = program.Tensor(mma.M, mma.N, mma.K, numbers.Rate, sum, sum | a | b);
                int number = j * rows + i + 1;
                for (; done < beside.Count * number / all; done++) beside[done](program);
            }
        }
    }

    /// <summary>The registers of a sum.</summary>
    public static ulong Sum(int sum, int sums) =>
        ProgramBuilder.Registers(GemmRegisters.Sums + (sums <= GemmRegisters.SumGroups ? sum : sum * GemmRegisters.SumGroups / sums));

    private void Unpack(ProgramBuilder program, ulong register)
    {
        int instructions = (int)Math.Round(numbers.UnpackInstructions * mma.N * mma.K / 32);
        for (int at = 0; at < instructions; at++)
        {
            _ = program.Math(at % 2 == 0 ? Operation.Int : Operation.Fp16, register, register);
        }
    }

    private int LoadsOf(int rows, int bits) => Math.Clamp((rows * mma.K * bits / 8 + LoadBytes - 1) / LoadBytes, 1, GemmRegisters.BufferGroups);

    private int LoadOf(int row, int rows, int bits) => row * LoadsOf(rows, bits) / rows;

    private static ulong Register(int operand, int buffer, int load) =>
        ProgramBuilder.Registers(operand + GemmRegisters.BufferGroups * buffer + load);
}
