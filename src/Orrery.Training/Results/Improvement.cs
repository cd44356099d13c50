namespace Orrery.Training.Results;

/// <summary>What a step would gain from one thing being better.</summary>
/// <param name="What">What is changed.</param>
/// <param name="StepSeconds">Seconds of the step then.</param>
/// <param name="Gain">Part by which it is shorter.</param>
public sealed record Improvement(string What, double StepSeconds, double Gain);
