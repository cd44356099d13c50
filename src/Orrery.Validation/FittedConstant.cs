using Orrery.CostModels.Constants;

namespace Orrery.Validation;

/// <summary>A constant before and after it was fitted.</summary>
/// <param name="Constant">The constant.</param>
/// <param name="Before">Its value before.</param>
/// <param name="After">Its value after, rounded to four digits.</param>
public sealed record FittedConstant(Constant Constant, double Before, double After);
