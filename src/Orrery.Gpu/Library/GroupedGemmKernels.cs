using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>
/// One kernel for the products of all experts: every expert has blocks of rows of its own, and a table says whose weights a block takes (as
/// the fused MoE kernels of serving engines). Rows that fill up an expert's last block are multiplied, but not fetched; the rows of all blocks
/// are taken to be as many as they are on average.
/// </summary>
internal sealed class GroupedGemmKernels : IOperatorKernels
{
    public bool Handles(Operator work) => work is GroupedGemm { Format.QuantisesActivations: false };

    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var gemm = (GroupedGemm)work;
        (int m, int n) = (context.Choice.Tiling.M, context.Choice.Tiling.N);
        List<int> experts = [];
        for (int expert = 0; expert < gemm.Load.Busy; expert++)
        {
            int blocks = (gemm.Load.Rows[expert] + m - 1) / m;
            for (int block = 0; block < blocks; block++) experts.Add(expert);
        }
        int rows = (int)((gemm.Load.Total + experts.Count - 1) / experts.Count);
        var problem = new GemmProblem(rows, gemm.N, gemm.K, GemmNumbers.Of(gemm.Format)) { Experts = experts };
        long bytesA = experts.Count * problem.BytesA;
        long bytesB = gemm.Load.Busy * problem.BytesB;
        long bytesC = experts.Count * problem.BytesC;
        problem = problem with
        {
            StartA = context.Addresses.Activations(bytesA),
            StartB = context.Addresses.Fresh(bytesB),
            StartC = context.Addresses.Results(bytesC),
        };
        problem = problem with
        {
            Arrays =
            [
                new KernelArray("rows", problem.StartA, bytesA, ArrayUse.Read),
                new KernelArray("experts", problem.StartB, bytesB, ArrayUse.Read),
                new KernelArray("results", problem.StartC, bytesC, ArrayUse.Write),
            ],
        };
        return [problem.Numbers.Rate == "fp32" ? SimtGemm.Create(problem, m, n) : GemmKernels.TensorKernel(problem, m, n, context.Machine)];
    }
}
