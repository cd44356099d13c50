using System.Diagnostics.CodeAnalysis;

namespace Orrery.Configuration;

/// <summary>What came of reading something a user wrote: the value, or every mistake that was found.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Loaded<T> where T : class
{
    internal Loaded(T? value, IReadOnlyList<Diagnostic> diagnostics) => (Value, Diagnostics) = (value, diagnostics);

    /// <summary>The value; null when there are diagnostics.</summary>
    public T? Value { get; }

    /// <summary>All mistakes, in the order of the file; empty when the value is there.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>True when the value is there and nothing was wrong.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;
}

/// <summary>Makes what <see cref="Loaded{T}"/> holds.</summary>
public static class Loaded
{
    public static Loaded<T> Success<T>(T value) where T : class => new(value, []);

    public static Loaded<T> Failure<T>(IReadOnlyList<Diagnostic> diagnostics) where T : class => new(null, diagnostics);

    /// <summary>The value when the list of diagnostics is empty, the diagnostics otherwise.</summary>
    public static Loaded<T> From<T>(T? value, IReadOnlyList<Diagnostic> diagnostics) where T : class =>
        value is not null && diagnostics.Count == 0 ? Success(value) : Failure<T>(diagnostics);
}
