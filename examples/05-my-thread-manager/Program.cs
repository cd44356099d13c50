// A thread manager of one's own (RoundRobinManager.cs), chosen by name beside the engine's:
//   dotnet run --project examples/05-my-thread-manager -- --thread-manager round-robin
// Without a name all of them run. The result is the same for each: only speed depends on the manager.
using Orrery.Engine.Threads;
using Orrery.Examples.MyThreadManager;

// A manager is chosen by the name it gives itself; ours needs no registration but this line.
Func<ThreadManager>[] own = [() => new RoundRobinManager()];
ThreadManager? Find(string name) => ThreadManagers.Find(name) ?? own.Select(make => make()).FirstOrDefault(manager => manager.Name == name);

string[] names = [.. ThreadManagers.Names, .. own.Select(make => make().Name)];
if (args is ["--thread-manager", var asked])
{
    if (Find(asked) is null)
    {
        Console.Error.WriteLine($"no thread manager is called '{asked}'; there are {string.Join(", ", names)}");
        return 2;
    }
    names = [asked];
}

var sums = new HashSet<ulong>();
foreach (string name in names)
{
    var sim = new Simulation();
    Worker[] workers = [.. Enumerable.Range(0, 64).Select(i => new Worker(sim, $"worker{i}", lastTick: 2000))];
    for (int i = 0; i < workers.Length; i++) sim.Connect(workers[i].Out, workers[(i + 1) % workers.Length].In, latency: 50);
    RunResult result = sim.Run(new RunOptions { Manager = Find(name), Threads = 2 });
    ulong sum = workers.Aggregate(0UL, (total, worker) => total * 31 + worker.Sum);
    sums.Add(sum);
    Console.WriteLine($"{name,-12} result {sum:x16}  {result.Activations} runs in {result.Windows,2} windows on {result.Threads} threads");
}
Console.WriteLine(sums.Count == 1 ? "All agree." : "They do not agree!");
return sums.Count == 1 ? 0 : 1;
