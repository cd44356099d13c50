using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>
/// Kernels of matrix products: the tile and the split that the closed forms chose, computed as the generation computes. A split sum is added
/// up by a kernel of its own.
/// </summary>
internal sealed class GemmKernels : IOperatorKernels
{
    // Parts of a sum are whole steps of so many elements.
    private const int SplitStep = 64;

    public bool Handles(Operator work) => work is Gemm { Format.QuantisesActivations: false };

    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var gemm = (Gemm)work;
        Tiling choice = context.Choice.Tiling;
        GemmProblem problem = Place(gemm, context, out long results);
        problem = problem with { Splits = gemm.Groups > 1 ? 1 : Math.Max(1, choice.Splits) };
        if (problem.Splits > 1) problem = problem with { Splits = WholeWaves(problem, choice, context.Machine) };
        if (problem.Splits == 1) return [Kernel(problem, choice, context.Machine)];
        long parts = context.Addresses.Fresh(problem.PartialBytes);
        KernelArray[] operands = [.. problem.Arrays.Where(array => array.Use == ArrayUse.Read)];
        KernelArray[] sums = [.. problem.Arrays.Where(array => array.Use == ArrayUse.Write)];
        problem = problem with { StartC = parts, Arrays = [.. operands, new KernelArray("parts", parts, problem.PartialBytes, ArrayUse.Write)] };
        Kernel sum = SplitSum.Create(problem, results) with { Arrays = [new KernelArray("parts", parts, problem.PartialBytes, ArrayUse.Read), .. sums] };
        return [Kernel(problem, choice, context.Machine), sum];
    }

    // The closed forms split by powers of two. Libraries take the number that leaves no last wave with few blocks: of those up to half as
    // many, the one with the shortest sum of waves, and the smallest of equal ones.
    private static int WholeWaves(GemmProblem problem, Tiling choice, GpuMachine machine)
    {
        Kernel kernel = Kernel(problem, choice, machine);
        long slots = (long)Math.Max(1, Occupancy.Of(machine, kernel).Blocks) * machine.Gpu.SmCount;
        long tiles = (long)kernel.BlocksX * kernel.BlocksY;
        int steps = (problem.K + SplitStep - 1) / SplitStep;
        (int best, long least) = (problem.Splits, long.MaxValue);
        for (int splits = Math.Max(2, (problem.Splits + 1) / 2); splits <= problem.Splits; splits++)
        {
            long length = (tiles * splits + slots - 1) / slots * ((steps + splits - 1) / splits);
            if (length < least) (best, least) = (splits, length);
        }
        return best;
    }

    private static Kernel Kernel(GemmProblem problem, Tiling choice, GpuMachine machine)
    {
        if (choice.M == 1 && choice.N == 1) return Gemv.Create(problem);
        if (machine.Gpu.Peak.Of(problem.Numbers.Rate) is null || problem.Numbers.Rate == "fp32") return SimtGemm.Create(problem, choice.M, choice.N);
        return TensorKernel(problem, choice.M, choice.N, machine);
    }

    /// <summary>The kernel of a product on tensor cores, as the generation computes.</summary>
    public static Kernel TensorKernel(GemmProblem problem, int m, int n, GpuMachine machine)
    {
        // Weights that must be unpacked pass through registers.
        bool isPlain = problem.Numbers.UnpackInstructions == 0;
        if (isPlain && machine.Micro.Asynchronous is { TensorLatency: not null })
        {
            BulkTile bulk = GemmTiles.Bulk(machine, m, n, problem);
            return machine.Micro.Generation == "hopper" ? HopperGemm.Create(problem, bulk) : BlackwellGemm.Create(problem, bulk);
        }
        MmaShape mma = MmaShape.Of(machine.Micro.Generation, problem.Numbers.Rate);
        GemmTile tile = GemmTiles.Of(machine, m, n, problem, mma);
        return machine.Micro.Generation is "volta" or "turing" ? VoltaGemm.Create(problem, tile, mma) : AmpereGemm.Create(problem, tile, mma);
    }

    // What L2 holds at the start is what the closed forms assume: weights by their distance, activations as a kernel before left them.
    private static GemmProblem Place(Gemm gemm, KernelContext context, out long results)
    {
        var problem = new GemmProblem(gemm.M, gemm.N, gemm.K, GemmNumbers.Of(gemm.Format))
        {
            Batch = gemm.Groups,
            Layout = gemm.Layout,
            Epilogue = gemm.Bias ? GemmEpilogue.Bias : GemmEpilogue.Plain,
        };
        long startA = context.Addresses.Activations(problem.BytesA);
        long startB = context.Addresses.Fresh(problem.BytesB);
        results = context.Addresses.Results(problem.BytesC);
        double cache = context.Machine.Gpu.L2.Size.Bytes;
        return problem with
        {
            StartA = startA,
            StartB = startB,
            StartC = results,
            Arrays =
            [
                new KernelArray("A", startA, problem.BytesA, ArrayUse.Read) { Resident = CacheResidence.Of(problem.BytesA + problem.BytesC, cache) },
                new KernelArray("B", startB, problem.BytesB, ArrayUse.Read) { Resident = CacheResidence.Of(gemm.WeightDistance, cache) },
                new KernelArray("C", results, problem.BytesC, ArrayUse.Write),
            ],
        };
    }
}
