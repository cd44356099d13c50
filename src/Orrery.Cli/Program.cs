using System.Diagnostics;
using Orrery.Benchmarks;
using Orrery.Engine;
using Orrery.Benchmarks.Phold;
using Orrery.Benchmarks.Mesh;
using Orrery.Benchmarks.Gpu;
int th = int.Parse(Environment.GetEnvironmentVariable("TH") ?? "1"); string? man = Environment.GetEnvironmentVariable("MAN");
long[] q = args.Skip(1).Select(long.Parse).ToArray();
for (int r = 0; r < 12; r++) {
IBenchmarkModel m = args[0] switch { "phold" => new PholdModel(new((int)q[0],(int)q[1],(ulong)q[2],(int)q[3],q[4])), "mesh" => new MeshModel(new((int)q[0],(int)q[1],(ulong)q[2],(int)q[3],q[4])), _ => new GpuModel(new((int)q[0],(int)q[1],(int)q[2],(int)q[3])) };
m.Simulation.Start();
long s = Stopwatch.GetTimestamp();
var res = m.Simulation.Run(new RunOptions { Threads = th, Manager = man is null ? null : Orrery.Engine.Threads.ThreadManagers.Find(man) });
double t = Stopwatch.GetElapsedTime(s).TotalSeconds;
var x = m.Result();
Console.WriteLine($"{t:F6} {x.Events} {x.LastTick} {x.Checksum:x16} {res.Manager} {res.Windows} {res.End} {res.Account}");
}
return 0;
