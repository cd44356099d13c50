// The smallest simulation: one component, one timer. The alarm rings at tick 10 and every 5 ticks after that, until it
// has rung four times; the ticks between cost nothing.
using Orrery.Examples.FirstEvent;

var sim = new Simulation();
var alarm = new Alarm(sim, "alarm", first: 10, period: 5, times: 4);

RunResult result = sim.Run();

Console.WriteLine($"The run ended ({result.End}) at tick {result.Tick} after {result.Activations} runs of a component.");
return (alarm.Rung, result.Tick, result.Activations) == (4, 25, 4) ? 0 : 1;
