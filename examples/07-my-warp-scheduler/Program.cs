// A GEMM on an A100 under four warp schedulers, one of them our own: cycles, rate, and how fast the simulator is.
//     dotnet run -c Release --project examples/07-my-warp-scheduler -- [size] [threads]
using System.Diagnostics;
using System.Globalization;
using Orrery.Examples.MyWarpScheduler;
using Orrery.Gpu;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;

int size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1024;
int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
GpuMachine a100 = GpuMachine.Of(GpuCatalogue.Find("a100-sxm4-40gb")!)!;
Kernel gemm = AmpereGemm.Create(size, size, size, "fp16", new GemmTile(128, 128, 32, 64, 64, 4));

Show("oldest first", GpuSimulation.Create<OldestFirst>(a100, gemm));
Show("greedy then oldest", GpuSimulation.Create<GreedyThenOldest>(a100, gemm));
Show("loose round-robin", GpuSimulation.Create<LooseRoundRobin>(a100, gemm));
Show("youngest first", GpuSimulation.Create<YoungestFirst>(a100, gemm));

void Show(string scheduler, GpuSimulation simulation)
{
    var watch = Stopwatch.StartNew();
    KernelResult result = simulation.Run(new RunOptions { Threads = threads });
    double rate = 2.0 * size * size * size / result.Seconds / 1e12;
    double speed = result.Instructions / watch.Elapsed.TotalSeconds / 1e6;
    Console.WriteLine($"{scheduler}: {result.Cycles} cycles, {rate:F0} TFLOPS; simulated {speed:F1} million warp instructions a second");
}
