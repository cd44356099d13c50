using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// How long a framework works on the CPU before an operator's kernel starts, relative to the simplest operator. Read off the
/// smallest shapes of each operator in eager PyTorch.
/// </summary>
internal static class HostWork
{
    public static double Of(Operator work) => work switch
    {
        Gemm { Groups: > 1 } => 1.15,
        Gemm => 2.0,
        Norm => 1.75,
        _ => 1,
    };
}
