// A kernel of our own on an A100: how long it takes, how near to the memory's bandwidth it comes, and what its warps wait for.
//     dotnet run -c Release --project examples/08-my-kernel -- [rows] [columns]
using System.Globalization;
using Orrery.Examples.MyKernel;
using Orrery.Gpu;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;

int rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4096;
int columns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 8192;
GpuMachine a100 = GpuMachine.Of(GpuCatalogue.Find("a100-sxm4-80gb")!)!;
Kernel kernel = RowSum.Create(rows, columns);
KernelResult result = GpuSimulation.Create(a100, kernel).Run();

double bandwidth = result.DramBytesRead / result.Seconds;
Console.WriteLine($"{kernel.Name}: {result.Cycles} cycles, {result.Seconds * 1e6:F1} us");
Console.WriteLine($"device memory: {bandwidth / 1e9:F0} GB/s, {bandwidth / a100.Gpu.Memory.Bandwidth.BytesPerSecond:P0} of its peak");
Console.WriteLine($"occupancy: {result.Occupancy.Blocks} blocks fit, bound by {result.Occupancy.Bound}");
long all = result.Sms.Sum(sm => sm.WarpCycles.Sum());
foreach (WarpState state in Enum.GetValues<WarpState>().OrderByDescending(result.WarpCycles))
{
    if (result.WarpCycles(state) * 100 >= all) Console.WriteLine($"  {state,-18} {(double)result.WarpCycles(state) / all:P0}");
}
