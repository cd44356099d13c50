// Back-pressure: a producer that makes an item every tick, a consumer that needs three ticks for one, and a link between them
// that holds four. When it is full, sending is refused and the producer sleeps until the engine wakes it: nobody polls.
using Orrery.Examples.ProducerConsumer;

const int Items = 1000;
var sim = new Simulation();
var producer = new Producer(sim, "producer", Items);
var consumer = new Consumer(sim, "consumer", ticksEach: 3);
sim.Connect(producer.Out, consumer.In, new LinkOptions { Latency = 2, Capacity = 4 });

RunResult result = sim.Run();

Console.WriteLine($"{consumer.Done} items in {result.Tick} ticks: {result.Tick / (double)consumer.Done:0.00} ticks an item.");
Console.WriteLine($"The producer was refused {producer.Refused.Count} times; an item waited {consumer.Waited.Mean:0.0} ticks, at most {consumer.Waited.Maximum}.");
Console.WriteLine($"Runs of components: {result.Activations}, where a clock on both would have cost {2 * result.Tick}.");
return consumer.Done == Items && result.Tick == 1 + 2 + 3 * Items && result.Account.Length == 0 ? 0 : 1;
