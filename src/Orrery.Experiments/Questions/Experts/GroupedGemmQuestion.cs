using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Experts;

/// <summary>The same multiplication for every expert, in one kernel.</summary>
public sealed record GroupedGemmQuestion : ExpertQuestion
{
    public override string Name => "grouped-gemm";

    public override string Help => "One multiplication for every expert of a GPU in one kernel: (rows of the expert x k)(k x n).";

    public override string Example => "--tokens 4096 --experts 8 --per-token 2 --n 28672 --k 4096";

    [Parameter("Columns of the result: output width", Required = true, Min = 1, Reason = "an empty matrix takes no time")]
    public int N { get; init; }

    [Parameter("Elements of one sum: input width", Required = true, Min = 1, Reason = "an empty sum takes no time")]
    public int K { get; init; }

    public override IReadOnlyList<Operator> Work(NumberFormat format) => [new GroupedGemm(Name, format, Load, N, K)];

    public override string Shape(IReadOnlyList<Operator> work) => work[0].Shape;
}
