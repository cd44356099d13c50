using Orrery.Engine;

namespace Orrery.Benchmarks;

/// <summary>A model that was built and can be run once and asked for its result.</summary>
public interface IBenchmarkModel
{
    /// <summary>The simulation, not yet started.</summary>
    Simulation Simulation { get; }

    /// <summary>What came out, after the run.</summary>
    BenchmarkResult Result();
}

/// <summary>What a benchmark model computed: equal for every correct simulator, thread count and schedule.</summary>
/// <param name="LastTick">The tick of the last event.</param>
/// <param name="Events">Events, as the model counts them.</param>
/// <param name="Checksum">A sum over all components.</param>
public readonly record struct BenchmarkResult(long LastTick, long Events, ulong Checksum);
