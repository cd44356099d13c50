using Orrery.Engine.Threads;

namespace Orrery.Engine.Tests;

/// <summary>Every thread manager with 1 to 4 threads. A run is parallel after half a millisecond: a model must last longer.</summary>
public static class Schedules
{
    public static TheoryData<string, int> All()
    {
        var all = new TheoryData<string, int> { { "sequential", 1 }, { "auto", 1 } };
        foreach (string manager in ThreadManagers.Names.Where(name => name != "sequential"))
        {
            for (int threads = 2; threads <= 4; threads++) all.Add(manager, threads);
        }
        return all;
    }

    /// <summary>Runs on that schedule, and sees to it that it was parallel where the manager does not choose for itself.</summary>
    internal static RunResult Run(Simulation simulation, string manager, int threads, long until = Simulation.LastTick)
    {
        RunResult result = simulation.Run(new RunOptions { Threads = threads, Manager = ThreadManagers.Find(manager), Until = until });
        if (manager is not ("sequential" or "auto")) Assert.True(result.Windows > 0);
        return result;
    }
}
