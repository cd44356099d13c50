using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Measuring;

/// <summary>A microbenchmark on a machine beside what was published.</summary>
/// <param name="Benchmark">What was measured.</param>
/// <param name="Simulated">Its value in the simulation.</param>
/// <param name="Published">The published value; null where there is none.</param>
public sealed record MicrobenchmarkRow(Microbenchmark Benchmark, double Simulated, PublishedValue? Published)
{
    /// <summary>Error as a part of the published value; null without one.</summary>
    public double? Error => Published is { } known ? Simulated / known.Value - 1 : null;

    /// <summary>Measures a machine. Rows come as they are simulated; what the machine lacks is left out.</summary>
    public static IEnumerable<MicrobenchmarkRow> Of(GpuMachine machine)
    {
        PublishedSheet? sheet = PublishedSheet.Presets.Find(machine.Gpu.Name);
        foreach (Microbenchmark benchmark in MicrobenchmarkCatalogue.All)
        {
            if (benchmark.Measure(machine) is { } value) yield return new MicrobenchmarkRow(benchmark, value, sheet?.Of(benchmark));
        }
    }
}
