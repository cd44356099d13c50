using Orrery.Engine;

namespace Orrery.Gpu.Sampling;

/// <summary>Adds up where several simulations are that run side by side.</summary>
/// <param name="runs">The simulations.</param>
/// <param name="to">Told where they are together; null where nobody asked.</param>
internal sealed class SampleProgress(IReadOnlyList<SampleRun> runs, IProgress<CycleProgress>? to)
{
    private readonly long[] _cycles = new long[runs.Count];
    private readonly long[] _instructions = new long[runs.Count];
    private readonly long[] _wholes = [.. runs.Select(run => run.Kernel.WarpInstructions)];
    private readonly Lock _lock = new();

    /// <summary>What the engine is to call while a simulation runs; null where nobody asked. How far it is follows from its blocks.</summary>
    public Action<RunProgress>? Of(int run, GpuSimulation simulation) => to is null ? null : state =>
        Report(run, state.Tick, (long)((double)simulation.BlocksEnded / runs[run].Kernel.Blocks * _wholes[run]));

    /// <summary>A simulation is so far.</summary>
    public void Report(int run, long cycles, long instructions)
    {
        if (to is null) return;
        lock (_lock)
        {
            (_cycles[run], _instructions[run]) = (cycles, instructions);
            long done = _instructions.Sum();
            to.Report(new CycleProgress((double)done / _wholes.Sum(), _cycles.Sum(), done, runs[run].Kernel.Name));
        }
    }
}
