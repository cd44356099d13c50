// Two components and two links: a ball goes to and fro. A link has a latency, so the ball that is hit at tick t arrives at
// t + 3 on the way out and t + 4 on the way back.
using Orrery.Examples.PingPong;

var sim = new Simulation();
var ping = new Player(sim, "ping", serves: true, hits: 3);
var pong = new Player(sim, "pong", serves: false, hits: 3);
sim.Connect(ping.Out, pong.In, latency: 3);
sim.Connect(pong.Out, ping.In, latency: 4);

RunResult result = sim.Run();

// Served at 0, then back and forth: 3, 7, 10, 14, 17, 21 and 24, where pong has no hit left and lets it drop.
Console.WriteLine($"The ball dropped at tick {result.Tick}.");
return result.Tick == 24 ? 0 : 1;
