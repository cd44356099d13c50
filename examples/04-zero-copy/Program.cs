// 64 MiB go "through" five components without a copy: they lie in a shared memory, and what travels is a region, 16 bytes that
// say where. Each stage writes into every page before it hands the region on, so all have really had it in their hands.
using Orrery.Examples.ZeroCopy;

const int Size = 64 << 20, Stages = 5;
var sim = new Simulation();
var memory = new SharedMemory(sim, "dram", Size);
MemoryRegion image = memory.Allocate(Size);
var stages = new Stage[Stages];
for (int i = 0; i < Stages; i++) stages[i] = new Stage(sim, $"stage{i}", memory, isLast: i == Stages - 1);
for (int i = 1; i < Stages; i++) sim.Connect(stages[i - 1].Out!, stages[i].In, latency: 100);
var source = new Source(sim, "source", image);
sim.Connect(source.Out, stages[0].In, latency: 100);

sim.Start();
Stage.Warm(memory, image);
long before = GC.GetAllocatedBytesForCurrentThread();
RunResult result = sim.Run();
long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

// Each stage added its number of marks to the first byte of each page.
ReadOnlySpan<byte> bytes = memory.Image(image);
bool allSeen = true;
for (int at = 0; at < Size; at += Stage.PageSize) allSeen &= bytes[at] == Stages;
Console.WriteLine($"{Size >> 20} MiB through {Stages} components in {result.Tick} ticks and {result.Elapsed.TotalMilliseconds:0.0} ms.");
Console.WriteLine($"bytes copied = 0, messages = {Stages} of {System.Runtime.CompilerServices.Unsafe.SizeOf<MemoryRegion>()} bytes");
Console.WriteLine($"allocated by the run = {allocated:N0} bytes{(SharedMemory.ChecksHolds ? " (the Debug build's check of who holds what among them)" : "")}");
Console.WriteLine(allSeen ? "Every page carries the mark of every stage." : "A page was missed!");
return allSeen && (SharedMemory.ChecksHolds || allocated < 64 * 1024) ? 0 : 1;
