namespace Orrery.Benchmarks;

/// <summary>A size of a model in which simulators are compared.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Name">The size's name.</param>
/// <param name="Parameters">What the model is built with.</param>
/// <param name="Expected">The result of every correct simulator.</param>
public sealed record StandardSize(string Model, string Name, long[] Parameters, BenchmarkResult Expected);
