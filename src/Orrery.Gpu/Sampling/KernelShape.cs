using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Sampling;

/// <summary>What a sample must know of a kernel's memory accesses.</summary>
internal static class KernelShape
{
    /// <summary>
    /// True where blocks of a row of the grid share what blocks of a column do not, as the blocks of a matrix product do: then a part of the
    /// machine with a part of the grid would share less.
    /// </summary>
    public static bool IsTiled(Kernel kernel)
    {
        if (kernel.BlocksX == 1 || kernel.BlocksY == 1) return false;
        AddressPattern[] reads = [.. Reads(kernel)];
        return reads.Any(read => read.StrideX == 0 && read.StrideY != 0) && reads.Any(read => read.StrideX != 0 && read.StrideY == 0);
    }

    /// <summary>Where blocks read.</summary>
    public static IEnumerable<AddressPattern> Reads(Kernel kernel) =>
        Accesses(kernel, Operation.LoadGlobal, Operation.CopyAsync, Operation.BulkLoad).Select(access => access.Pattern);

    /// <summary>Whether blocks write to an array.</summary>
    public static bool Writes(Kernel kernel, KernelArray array) => Accesses(kernel, Operation.StoreGlobal, Operation.BulkStore)
        .Any(access => access.Pattern.Base >= array.Start && access.Pattern.Base < array.Start + array.Bytes);

    /// <summary>Bytes that a block stores.</summary>
    public static double StoredBytes(Kernel kernel) => Accesses(kernel, Operation.StoreGlobal, Operation.BulkStore)
        .Sum(access => access.Times * access.Pattern.Rows * access.Pattern.RowBytes);

    private static IEnumerable<(AddressPattern Pattern, double Times)> Accesses(Kernel kernel, params Operation[] operations)
    {
        foreach (WarpRole role in kernel.Roles)
        {
            for (int at = 0; at < role.Program.Instructions.Count; at++)
            {
                Instruction instruction = role.Program.Instructions[at];
                if (!operations.Contains(instruction.Operation)) continue;
                double times = role.Warps;
                foreach (ProgramLoop loop in role.Program.Loops)
                {
                    if (loop.First <= at && at <= loop.Last) times *= loop.Trips;
                }
                yield return (role.Program.Patterns[instruction.Pattern], times);
            }
        }
    }
}
