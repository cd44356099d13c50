namespace Orrery.Configuration.Binding;

/// <summary>
/// Declares a property as a parameter of a file. Reading, checking, the JSON Schema and the listing of
/// parameters all come from this one declaration; the key is the property's name in snake_case.
/// </summary>
/// <param name="help">One line for a person: what it is, not how it is written.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string help) : Attribute
{
    /// <summary>One line for a person.</summary>
    public string Help { get; } = help;

    /// <summary>The key, where it is not the property's name in snake_case.</summary>
    public string? Key { get; init; }

    /// <summary>The value when the key is missing, written as in a file.</summary>
    public string? Default { get; init; }

    /// <summary>True when a file without this key is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Smallest value, in the base unit. A quantity without it must be above zero.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest value, in the base unit.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Why values outside the range make no sense.</summary>
    public string? Reason { get; init; }

    /// <summary>The only values that may be given.</summary>
    public string[]? Allowed { get; init; }

    /// <summary>For a value that may be a name or a mapping: the class that declares the mapping's keys.</summary>
    public Type? Shape { get; init; }
}
