using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>A grouped multiplication in tiles of one size, and how long it takes at any clock.</summary>
/// <param name="Machine">What it runs on.</param>
/// <param name="Tiles">Output tiles of all experts.</param>
/// <param name="Multiply">Seconds of the products of a tile at boost.</param>
/// <param name="Wait">Seconds in which a tile alone waits for memory.</param>
/// <param name="PerSm">Tiles that share a multiprocessor.</param>
/// <param name="Bandwidth">Bytes a second of device memory.</param>
/// <param name="Bytes">Bytes of device memory.</param>
/// <param name="ThroughL2">Bytes between the last-level cache and the multiprocessors.</param>
/// <param name="CoreJoules">Dynamic joules of the chip at boost.</param>
internal readonly record struct GroupedGemmRun(
    Machine Machine, double Tiles, double Multiply, double Wait, double PerSm, double Bandwidth, double Bytes, double ThroughL2,
    double CoreJoules) : IClockedKernel
{
    // Beside the sums: 4 warps of addresses and operand fragments.
    private const double OtherRegisterBytes = 128 * 50 * sizeof(float);
    private const int Stages = 3;

    /// <summary>Tiles of so many rows and columns, steps of so many elements of the sum.</summary>
    public static GroupedGemmRun Of(GroupedGemm gemm, Machine machine, int tileM, int tileN, int stepK)
    {
        MoeConstants constants = machine.Constants.Moe;
        double depth = Math.Ceiling((double)gemm.K / stepK) * stepK;
        double tiles = (double)gemm.Load.Blocks(tileM) * Math.Ceiling((double)gemm.N / tileN);

        // Rows of activations serve the columns of the tile, those of weights its rows.
        double apart = (double)gemm.InputRows * gemm.K * gemm.Format.Bytes;
        double missing = Math.Max(0, 1 - (constants.TranslatedBytes / apart));
        double feed = constants.TileHalfSide * (((1 + (missing * constants.TranslationCost)) / tileN) + (1.0 / tileM));
        double rate = machine.Peak / machine.Sms * constants.TensorEfficiency / (1 + feed);
        double piece = stepK * gemm.Format.WeightBytes;
        double part = piece / (piece + constants.PieceBytes);
        double registers = machine.Gpu.Sm.Registers.Bytes / ((sizeof(float) * (double)tileM * tileN) + OtherRegisterBytes);
        double stage = stepK * ((tileM * gemm.Format.Bytes) + (tileN * gemm.Format.WeightBytes));
        double shared = machine.Gpu.Sm.Shared.Bytes / (Stages * stage);
        double perSm = Math.Max(1, Math.Floor(Math.Min(registers, shared)));
        double throughL2 = (tiles * gemm.K * ((tileM * gemm.Format.Bytes) + (tileN * gemm.Format.WeightBytes)))
            + (gemm.Load.Total * (double)gemm.N * gemm.Format.OutputBytes);

        // The rows of experts on other GPUs get zeros.
        double elsewhere = (gemm.Load.Choices - gemm.Load.Total) * (double)gemm.N * gemm.Format.OutputBytes;
        double wait = depth / stepK * machine.Constants.Memory.Latency / constants.StepsAhead;
        double joules = (gemm.Flops * machine.OperationJoules) + (throughL2 * machine.Energy.PerL2Byte);
        return new GroupedGemmRun(machine, tiles, 2.0 * tileM * tileN * depth / rate, wait, perSm,
            part * StreamMemory.Bandwidth(machine), gemm.Bytes + elsewhere, throughL2, joules);
    }

    public double MemoryJoules => Bytes * Machine.Energy.PerMemoryByte;

    public double BusySeconds(double factor) => Overlapped.Cost(Machine, Compute(factor), Memory(factor), L2(factor), 0).Seconds;

    /// <summary>Seconds of the tiles. Several share a multiprocessor; one alone waits for memory in every step along K.</summary>
    public double Compute(double factor)
    {
        double ends = Machine.Constants.Moe.TileSeconds;
        double rounds = Math.Ceiling(Tiles / ((double)Machine.Sms * PerSm));
        return Math.Max(Math.Max(Tiles / Machine.Sms, 1) * ((Multiply / factor) + ends), rounds * (Wait + ends));
    }

    /// <summary>Seconds of device memory.</summary>
    public double Memory(double factor) => Machine.MemorySeconds(Bytes, Tiles, Bandwidth, factor);

    /// <summary>Seconds of the last-level cache.</summary>
    public double L2(double factor) => ThroughL2 / (Machine.L2 * factor);
}
