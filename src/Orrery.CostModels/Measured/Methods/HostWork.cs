using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// How long an eager framework works on the CPU for an operator, relative to its simplest one. The ratios are those of PyTorch 2.1
/// between the smallest shapes of each operator; most agree within 5 % on three machines whose CPUs differ by 23 %.
/// </summary>
internal static class HostWork
{
    /// <summary>Host time of one operator, in units of the simplest.</summary>
    public static double Of(Operator work) => work switch
    {
        // Shapes, layouts, descriptors, the choice of a kernel; a bias makes it addmm, called through a module.
        Gemm { Groups: > 1 } => 1.28,
        Gemm => 2.05,

        // A module; three outputs are allocated.
        Norm => 1.76,
        Softmax or Embedding => 1.25,

        // A number as second operand becomes a tensor first; activations are modules.
        Elementwise { Function.Reads: 1 } flat when flat.Function != ElementFunction.Tanh => 1.17,

        // A serving engine's all-reduce among peers, buffer and one call: small ones take 44.5 us with the copy before, beside an A100.
        Collective => 0.39,
        _ => 1,
    };

    /// <summary>Seconds from the start of the first operator until the host is done with the last.</summary>
    public static double Seconds(IReadOnlyList<Operator> work, int kernels, MethodConstants constants)
    {
        double units = 0;
        foreach (Operator one in work)
        {
            units += Of(one);
        }

        return (units * constants.HostSeconds) + (Math.Max(0, kernels - work.Count) * constants.FurtherKernelSeconds);
    }
}
