namespace Orrery.Benchmarks;

/// <summary>One parameter of a benchmark model: what may be given for it.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Least">The smallest value that makes sense.</param>
/// <param name="Most">The largest.</param>
/// <param name="Help">One line.</param>
public sealed record BenchmarkParameter(string Name, long Least, long Most, string Help);
