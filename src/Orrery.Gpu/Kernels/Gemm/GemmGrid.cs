using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>The blocks of a product: columns of tiles in x, rows in y, the batch or the parts of the sum in z.</summary>
internal sealed class GemmGrid
{
    private const int WidestPanel = 8;

    // Integer instructions that depend on each other before the first copy, about as many as kernels of CUTLASS have.
    private const int SetUp = 100;
    private readonly GemmProblem _problem;
    private readonly GemmTile _tile;
    private readonly OperandTile _a;
    private readonly OperandTile _b;

    public GemmGrid(GemmProblem problem, GemmTile tile)
    {
        (_problem, _tile) = (problem, tile);
        _a = new OperandTile(problem.StartA, problem.Numbers.Activation, problem.M, problem.K, tile.M, tile.K,
            problem.Layout is Layout.Tn or Layout.Nn);
        _b = new OperandTile(problem.StartB, problem.Numbers.Weight, problem.N, problem.K, tile.N, tile.K,
            problem.Layout is Layout.Tn or Layout.Tt);
        (X, Y) = ((problem.N + tile.N - 1) / tile.N, (problem.M + tile.M - 1) / tile.M);
        int steps = (problem.K + tile.K - 1) / tile.K;
        Stages = (steps + problem.Splits - 1) / problem.Splits;
    }

    public int X { get; }

    public int Y { get; }

    /// <summary>Stages that a block works through.</summary>
    public int Stages { get; }

    /// <summary>Bytes of a stage in shared memory.</summary>
    public int StageBytes => _a.StageBytes + _b.StageBytes;

    /// <summary>The accesses of each warp that bring a stage.</summary>
    public IEnumerable<AddressPattern> Copies(int stage)
    {
        (long planeA, long planeB) = _problem.Splits > 1 ? (Stages * _a.StageStride, Stages * _b.StageStride) : (_a.PlaneBytes, _b.PlaneBytes);
        foreach (AddressPattern copy in _a.Copies(_tile.Warps, stage)) yield return copy with { StrideY = _a.BlockStride, StrideZ = planeA };
        foreach (AddressPattern copy in _b.Copies(_tile.Warps, stage))
        {
            yield return copy with { StrideX = _b.BlockStride, StrideZ = planeB, Planes = _problem.Experts };
        }
    }

    /// <summary>A program that has worked out its tile, its addresses and its predicates.</summary>
    public static ProgramBuilder Begin()
    {
        var program = new ProgramBuilder();
        ulong address = ProgramBuilder.Registers(GemmRegisters.Address);
        for (int at = 0; at < SetUp; at++) _ = program.Math(Operation.Int, address, address);
        return program;
    }

    /// <summary>The kernel of a program.</summary>
    /// <param name="program">What each warp runs.</param>
    /// <param name="name">What the kernel is called.</param>
    /// <param name="sharedBytes">Shared memory of a block.</param>
    /// <param name="warps">Warps of a block.</param>
    public Kernel Kernel(ProgramBuilder program, string name, int sharedBytes, int warps) =>
        new(name, X, Y, [new WarpRole(warps, program.Build())], _tile.Registers, sharedBytes)
        {
            BlocksZ = _problem.Experts?.Count ?? Math.Max(_problem.Batch, _problem.Splits),
            SwizzleWidth = PanelWidth(),
            Arrays = _problem.Arrays,
        };

    // CUTLASS's swizzle: panels of 1, 2, 4 or 8 columns of tiles, so that the blocks of a wave lie in a patch that is nearly square.
    private int PanelWidth()
    {
        if (Y == 1) return 0;
        int width = 1;
        while (width < WidestPanel && width * 2 <= X) width *= 2;
        return width;
    }
}
