namespace Orrery.Validation;

/// <summary>The errors of one kind, class and method on held-out rows, before and after constants were fitted on other rows.</summary>
/// <param name="Before">With the constants as they were.</param>
/// <param name="After">With the fitted ones.</param>
public sealed record ClassError(AccuracyGroup Before, AccuracyGroup After);
