using System.Globalization;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Traces;

/// <summary>A traced kernel as work to be done: what its instructions compute, and what its lanes touch.</summary>
public sealed record TracedWork : Operator
{
    private const int Lanes = 32;
    private const int SectorBytes = 32;

    private readonly string _shape;
    private readonly double _flops;
    private readonly double _bytes;

    /// <summary>The work of a kernel.</summary>
    public TracedWork(Kernel kernel) : base((kernel ?? throw new ArgumentNullException(nameof(kernel))).Name, NumberFormat.Fp32)
    {
        _shape = string.Create(CultureInfo.InvariantCulture, $"{kernel.BlocksX} x {kernel.BlocksY} x {kernel.BlocksZ} blocks of {kernel.WarpsPerBlock} warps");
        HashSet<long> sectors = [];
        foreach (WarpProgram program in (kernel.OwnRoles ?? [kernel.Roles]).SelectMany(roles => roles).Select(role => role.Program))
        {
            foreach (Instruction instruction in program.Instructions)
            {
                _flops += instruction.Operation switch
                {
                    Operation.Tensor => 2.0 * instruction.Argument,
                    Operation.Fp32 => Lanes,
                    Operation.Fp16 => 2 * Lanes,
                    _ => 0,
                };
                if (instruction.Operation is Operation.LoadGlobal or Operation.StoreGlobal or Operation.CopyAsync) Touch(program.Patterns[instruction.Pattern], sectors);
            }
        }
        _bytes = (double)SectorBytes * sectors.Count;
    }

    public override string Kind => "traced kernel";

    public override string Shape => _shape;

    /// <summary>Two for each multiply-add of a matrix instruction, one for each lane of a vector instruction, two for lanes of pairs.</summary>
    public override double Flops => _flops;

    /// <summary>The sectors of 32 bytes that are touched, each once.</summary>
    public override double Bytes => _bytes;

    private static void Touch(AddressPattern pattern, HashSet<long> sectors)
    {
        for (int row = 0; row < pattern.Rows; row++)
        {
            long start = pattern.Base + pattern.RowStart(row);
            for (long sector = start / SectorBytes; sector <= (start + pattern.RowBytes - 1) / SectorBytes; sector++) _ = sectors.Add(sector);
        }
    }
}
