using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Validation;

/// <summary>Rows that nobody measured: a model with known constants stands in for the machine.</summary>
internal static class MadeRows
{
    private const string Profiler = "kineto_sum";

    // A method that shows the kernels as they are.
    private const string KernelsAlone = "nccl_tests";

    public static HardwareGpu A100 { get; } = GpuCatalogue.Find("a100-sxm4-80gb")!;

    public static HardwareGpu T4 { get; } = GpuCatalogue.Find("t4")!;

    /// <summary>Multiplications, attention and streams from small to large.</summary>
    public static IReadOnlyList<Operator> Work { get; } =
    [
        .. from m in (int[])[1, 32, 200, 1024, 4096] from n in (int[])[1024, 5120] from k in (int[])[1024, 4096, 16384]
           select new Gemm("", NumberFormat.Fp16, m, n, k),
        .. from queries in (int[])[1, 512, 4096] from batch in (int[])[1, 16]
           select new Attention("", NumberFormat.Fp16, batch, 32, 8, 128, queries, 4096, true),
        .. from rows in (int[])[16, 512, 4096, 32768] from columns in (int[])[1024, 8192]
           from work in (Operator[])[new Norm("", NumberFormat.Fp16, rows, columns, true), new Softmax("", NumberFormat.Fp16, rows, columns)]
           select work,
    ];

    /// <summary>What a machine with these constants would have shown.</summary>
    public static IReadOnlyList<MeasuredRow> Of(PhysicalConstants constants, params ReadOnlySpan<HardwareGpu> gpus)
    {
        AnalyticCost machine = new(constants);
        List<MeasuredRow> rows = [];
        foreach (HardwareGpu gpu in gpus)
        {
            rows.AddRange(Work.Select(work => Shown(work, machine.Cost(work, gpu), constants, gpu)));
        }

        return rows;
    }

    private static MeasuredRow Shown(Operator work, OperatorCost cost, PhysicalConstants constants, HardwareGpu gpu) =>
        Row(work, MethodCatalogue.Find(Profiler)!.Shown(cost.Seconds, [work], cost.Kernels, constants.Method), gpu.Name, Profiler);

    /// <summary>A row whose kernels take so long, timed by a method that adds nothing.</summary>
    public static MeasuredRow Row(Operator work, double seconds, string gpu = "a100-sxm4-80gb", string method = KernelsAlone) => new()
    {
        Kind = work.Kind,
        Class = work.Kind,
        Gpu = gpu,
        Method = method,
        Work = [work],
        Seconds = seconds,
        File = "made.csv",
        Line = 1,
    };

    public static IOperatorCost Cost(PhysicalConstants constants) => new AnalyticCost(constants);

    /// <summary>Another value of a constant, a quarter away and within its bounds.</summary>
    public static double Moved(Constant constant, PhysicalConstants constants)
    {
        double value = constant.Of(constants);
        return value * 1.25 <= constant.Max ? value * 1.25 : value / 1.25;
    }
}
