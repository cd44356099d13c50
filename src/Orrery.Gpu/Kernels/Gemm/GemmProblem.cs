using Orrery.Gpu.Programs;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>A product C = A B of activations and weights, and where its arrays lie.</summary>
/// <param name="M">Rows of A and C: tokens.</param>
/// <param name="N">Columns of B and C.</param>
/// <param name="K">Elements of a sum.</param>
/// <param name="Numbers">How numbers are stored.</param>
public sealed record GemmProblem(int M, int N, int K, GemmNumbers Numbers)
{
    /// <summary>Products with matrices of their own, one behind the other in memory.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How the operands lie.</summary>
    public Layout Layout { get; init; }

    /// <summary>What is done to a result before it is stored.</summary>
    public GemmEpilogue Epilogue { get; init; }

    /// <summary>First byte of the activations.</summary>
    public long StartA { get; init; }

    /// <summary>First byte of the weights.</summary>
    public long StartB { get; init; }

    /// <summary>First byte of the results.</summary>
    public long StartC { get; init; }

    /// <summary>Parts of the sum that blocks of their own work on. Above 1, what is stored are partial sums in 32 bits, one plane a part.</summary>
    public int Splits { get; init; } = 1;

    /// <summary>
    /// Of a grouped product: which weights the rows of each block of rows are multiplied by. <see cref="M"/> is then the rows of a block.
    /// </summary>
    public IReadOnlyList<int>? Experts { get; init; }

    /// <summary>Arrays that the kernel states, with what of them L2 holds.</summary>
    public IReadOnlyList<KernelArray> Arrays { get; init; } = [];

    /// <summary>Bytes of the activations of all products, scales included.</summary>
    public long BytesA => Batch * (Numbers.Activation.Bytes((long)M * K) + Numbers.Activation.ScaleBytes((long)M * K));

    /// <summary>Bytes of the weights of all products, scales included.</summary>
    public long BytesB => Batch * (Numbers.Weight.Bytes((long)N * K) + Numbers.Weight.ScaleBytes((long)N * K));

    /// <summary>Bytes of the results.</summary>
    public long BytesC => (long)Batch * M * N * Numbers.ResultBits / 8;

    /// <summary>Bytes of the partial sums.</summary>
    public long PartialBytes => (long)Splits * M * N * sizeof(float);

    /// <summary>A product with its arrays one behind the other from address 0.</summary>
    public static GemmProblem Of(int m, int n, int k, NumberFormat format)
    {
        var problem = new GemmProblem(m, n, k, GemmNumbers.Of(format));
        long startB = Aligned(problem.BytesA);
        return problem with { StartB = startB, StartC = startB + Aligned(problem.BytesB) };
    }

    /// <summary>Name of the kernel.</summary>
    public override string ToString() => $"{(Experts is null ? "" : $"{Experts.Count} of ")}gemm {(Batch > 1 ? $"{Batch} x " : "")}{M}x{N}x{K} {Numbers.Rate}";

    private static long Aligned(long bytes) => (bytes + 0xFFFFF) & ~0xFFFFFL;
}

/// <summary>What is done to a result before it is stored.</summary>
public enum GemmEpilogue
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>A number for each column is added.</summary>
    Bias,

    /// <summary>The same, and an activation function.</summary>
    BiasActivation,
}
