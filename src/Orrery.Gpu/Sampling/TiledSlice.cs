using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Sampling;

/// <summary>
/// A part of a machine for a product of matrices: the first columns of its tiles. The rows of all blocks are shared by fewer columns, so
/// that more of the array that holds them must be in L2 at the start for the same traffic a block; the bytes between two uses of a line
/// are those of a panel of columns, as on the whole machine, and L2 keeps its size.
/// </summary>
internal static class TiledSlice
{
    // Multiprocessors at least: channels and slices of L2 come in whole numbers.
    private const int LeastSms = 24;

    // A line is asked for by as many blocks at once, or at least this part of them: 0.4 made an error of 13 % where two blocks share a multiprocessor.
    private const double LeastSharing = 0.8;

    /// <summary>The smallest part that comes out even; the whole where there is none.</summary>
    public static (GpuMachine Machine, Kernel Kernel) Of(GpuMachine machine, Kernel kernel)
    {
        int sms = machine.Gpu.SmCount;
        int cluster = kernel.Cluster.Size;
        int resident = Occupancy.Of(machine, kernel).Blocks;
        int least = MachineSlice.Least(machine, kernel, LeastSms);
        for (int count = (least + cluster - 1) / cluster * cluster; count <= sms / 2; count += cluster)
        {
            if (kernel.Blocks * count % ((long)sms * cluster) != 0) continue;
            long blocks = kernel.Blocks * count / sms;
            // Whole columns, of one matrix or of several: other cuts share otherwise.
            long plane = (long)kernel.BlocksX * kernel.BlocksY;
            if (RowsAtOnce(kernel, resident * count) < LeastSharing * RowsAtOnce(kernel, resident * sms)) continue;
            if (kernel.BlocksZ > 1 ? blocks % plane != 0 : blocks < PanelBlocks(kernel)) continue;
            GpuMachine slice = MachineSlice.WithL2(MachineSlice.Of(machine, count), machine.Gpu.L2.Size.BaseValue);
            return (slice, kernel with { FirstBlocks = blocks, Arrays = kernel.BlocksZ > 1 ? kernel.Arrays : [.. Shared(kernel, (double)count / sms)] });
        }
        return (machine, kernel);
    }

    private static int PanelWidth(Kernel kernel) => kernel.SwizzleWidth == 0 ? kernel.BlocksX : Math.Min(kernel.SwizzleWidth, kernel.BlocksX);

    private static long PanelBlocks(Kernel kernel) => (long)kernel.BlocksY * PanelWidth(kernel);

    // Rows of tiles of a panel that run at once: so many blocks ask for the same lines of a column.
    private static double RowsAtOnce(Kernel kernel, int blocks) => Math.Min(kernel.BlocksY, (double)blocks / PanelWidth(kernel));

    private static IEnumerable<KernelArray> Shared(Kernel kernel, double share)
    {
        AddressPattern[] rows = [.. KernelShape.Reads(kernel).Where(read => read.StrideX == 0 && read.StrideY != 0)];
        foreach (KernelArray array in kernel.Arrays)
        {
            bool isShared = rows.Any(read => read.Base >= array.Start && read.Base < array.Start + array.Bytes);
            yield return isShared ? array with { Resident = 1 - (1 - array.Resident) * share } : array;
        }
    }
}
