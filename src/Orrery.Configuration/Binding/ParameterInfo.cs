namespace Orrery.Configuration.Binding;

/// <summary>A parameter as a person wants to read it, for listings and documentation.</summary>
/// <param name="Path">Dotted path, as given to <c>--set</c>.</param>
/// <param name="Type">What is written there: "a whole number", "a size in bytes, such as 40 MiB".</param>
/// <param name="Default">The value when it is missing; null when there is none.</param>
/// <param name="Required">True when it must be given.</param>
/// <param name="Allowed">The range or the list of names; null when everything is allowed.</param>
/// <param name="Help">One line on what it is.</param>
public sealed record ParameterInfo(string Path, string Type, string? Default, bool Required, string? Allowed, string Help);
