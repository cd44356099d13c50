namespace Orrery.Benchmarks.Phold;

/// <summary>The parameters of the phold model.</summary>
/// <param name="Components">How many components there are.</param>
/// <param name="TokensEach">Tokens that start on each.</param>
/// <param name="DelayRange">Delays are 1 to this many ticks.</param>
/// <param name="Work">Rounds of extra arithmetic for each token.</param>
/// <param name="EndTick">No token is handled after this tick.</param>
public sealed record PholdParameters(int Components, int TokensEach, ulong DelayRange, int Work, long EndTick);
