namespace Orrery.CostModels.Constants;

/// <summary>
/// Marks a constant that no document gives: it is calibrated on measurements, between the bounds of its declaration. What is not
/// marked stays as its source says.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FittedAttribute : Attribute;
