namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>What an algorithm asks of one tier.</summary>
/// <param name="Steps">Messages through this tier that wait for each other.</param>
/// <param name="Bytes">Payload that one member of the tier sends through it; as much comes in.</param>
internal readonly record struct TierLoad(double Steps, double Bytes);

/// <summary>What an algorithm asks beside its tiers.</summary>
/// <param name="CopyBytes">Bytes of the last part, which a rank moves to its place after the last step.</param>
/// <param name="InTurn">Whether tiers work one after the other; otherwise chunks keep all of them busy at once.</param>
internal readonly record struct CollectivePlan(double CopyBytes, bool InTurn = false);
