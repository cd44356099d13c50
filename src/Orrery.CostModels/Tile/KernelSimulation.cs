using Orrery.Engine;

namespace Orrery.CostModels.Tile;

/// <summary>Runs one kernel on the simulated chip: a scheduler, multiprocessors, a memory system.</summary>
internal static class KernelSimulation
{
    private static readonly RunOptions OneThread = new();

    /// <param name="kernel">What runs.</param>
    /// <param name="options">How it is run; the result does not depend on it.</param>
    /// <param name="hash">Whether to hash the state at the end.</param>
    public static KernelRun Run(TileKernel kernel, RunOptions? options = null, bool hash = false)
    {
        ChipRates chip = kernel.Chip;

        // Multiprocessors that get no tile need not exist.
        int sms = Math.Min(chip.Sms, kernel.Tiles);
        Simulation simulation = new(TickLength.Picosecond);
        BlockScheduler scheduler = new(simulation, kernel, sms);
        MemorySystem memory = new(simulation, kernel, sms);
        var multiprocessors = new Multiprocessor[sms];
        for (int sm = 0; sm < sms; sm++)
        {
            multiprocessors[sm] = new Multiprocessor(simulation, sm, kernel);
        }

        simulation.Connect(scheduler.Starts, Array.ConvertAll(multiprocessors, sm => sm.Tiles), chip.Clock);
        simulation.Connect(memory.Out, Array.ConvertAll(multiprocessors, sm => sm.Data), chip.Hop);
        Inbox<TileEnd>[] ends = [scheduler.Ends];
        Inbox<Request>[] requests = [memory.In];
        foreach (Multiprocessor sm in multiprocessors)
        {
            simulation.Connect(sm.End, ends, chip.Clock);
            simulation.Connect(sm.Ask, requests, chip.Hop);
        }

        RunResult result = simulation.Run(options ?? OneThread);
        long end = Math.Max(scheduler.Finished, memory.Drained);
        long firstData = multiprocessors.Min(sm => sm.FirstData);
        long lastStep = multiprocessors.Max(sm => sm.LastStep);
        return new KernelRun
        {
            End = end,
            SteadyTicks = scheduler.SteadyTicks,
            Busy = Array.ConvertAll(multiprocessors, sm => sm.Busy),
            Idle = Array.ConvertAll(multiprocessors, sm => sm.Idle + end - sm.PipeFree),
            MemoryBusy = memory.MemoryBusy,
            L2Busy = memory.L2Busy,
            Exposed = firstData + Math.Max(0, end - lastStep),
            MemoryBytes = memory.MemoryBytes,
            Asked = memory.Asked,
            Hits = memory.Hits,
            Windows = result.Windows,
            Hash = hash ? simulation.StateHash() : 0,
        };
    }
}
