using Orrery.CostModels;
using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Library;

/// <summary>Where an operator's kernels will run.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Choice">What the closed forms say of the operator: its tiling is the library's choice of kernel.</param>
/// <param name="Addresses">Where its arrays lie.</param>
public sealed record KernelContext(GpuMachine Machine, OperatorCost Choice, AddressSpace Addresses);
