using System.Diagnostics;
using Orrery.Benchmarks.Phold;
using Orrery.Engine;
long[] q = args.Skip(1).Select(long.Parse).ToArray();
for (int r = 0; r < 12; r++) {
var p = new PholdParameters((int)q[0],(int)q[1],(ulong)q[2],(int)q[3],q[4]);
var sim = new Simulation();
var nodes = Enumerable.Range(0, p.Components).Select(i => new PholdNode(sim, "n" + i, p)).ToArray();
var inboxes = nodes.Select(n => n.Tokens).ToArray();
foreach (var n in nodes) sim.Connect(n.Others, inboxes);
sim.Start();
long s = Stopwatch.GetTimestamp();
sim.RunPlain();
double t = Stopwatch.GetElapsedTime(s).TotalSeconds;
Console.WriteLine($"{t:F6} {nodes.Sum(n => n.Count)}");
}
return 0;
