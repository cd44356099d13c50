using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>A matrix multiplication.</summary>
public sealed record GemmQuestion : IQuestion
{
    public string Name => "gemm";

    public string Help => "A matrix multiplication: batch times (m x k)(k x n).";

    public string Example => "--m 4096 --n 4096 --k 4096";

    public bool OnTensorUnits => true;

    [Parameter("Rows of the result: tokens", Required = true, Min = 1, Reason = "an empty matrix takes no time")]
    public int M { get; init; }

    [Parameter("Columns of the result: output width", Required = true, Min = 1, Reason = "an empty matrix takes no time")]
    public int N { get; init; }

    [Parameter("Elements of one sum: input width", Required = true, Min = 1, Reason = "an empty sum takes no time")]
    public int K { get; init; }

    [Parameter("Multiplications with matrices of their own", Default = "1", Min = 1, Reason = "without one there is no work")]
    public int Batch { get; init; }

    [Parameter("Whether a number for each column is added in the same kernel", Default = "false")]
    public bool Bias { get; init; }

    public IReadOnlyList<Operator> Work(NumberFormat format) => [new Gemm(Name, format, M, N, K, Batch, Bias)];
}
