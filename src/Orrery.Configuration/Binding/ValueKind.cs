using System.Globalization;
using System.Text.Json.Nodes;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Units;

namespace Orrery.Configuration.Binding;

/// <summary>How one type of value is read from text, described to a person and to an editor.</summary>
internal abstract class ValueKind
{
    /// <summary>What is written there: "a whole number", "a size in bytes, such as 40 MiB".</summary>
    public abstract string Description { get; }

    /// <summary>The JSON Schema type of a value.</summary>
    public abstract JsonObject Schema { get; }

    /// <summary>True for quantities, which must be above zero unless their declaration says otherwise.</summary>
    public virtual bool MustBePositive => false;

    /// <summary>The number to hold against a range, in the base unit; null where there is none.</summary>
    public virtual double? Magnitude(object value) => null;

    /// <summary>A bound of the range as a user would write it.</summary>
    public virtual string PrintBound(double bound) => bound.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Reads the text: the value, or what is wrong and what is allowed.</summary>
    public abstract object? Read(string text, out string? problem, out string? allowed);

    /// <summary>The value as it would be written in a file.</summary>
    public virtual string Print(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The kind of a property's type.</summary>
    public static ValueKind Of(Type type)
    {
        if (type == typeof(int))
        {
            return new WholeNumberKind();
        }

        if (type == typeof(double))
        {
            return new NumberKind();
        }

        if (type == typeof(bool))
        {
            return new SwitchKind();
        }

        Type? quantity = Array.Find(
            type.GetInterfaces(), face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IQuantity<>));
        return quantity is not null
            ? (ValueKind)Activator.CreateInstance(typeof(QuantityKind<>).MakeGenericType(type))!
            : type == typeof(string) ? new TextKind() : new NestedKind(type);
    }

    private sealed class WholeNumberKind : ValueKind
    {
        public override string Description => "a whole number";

        public override JsonObject Schema => new() { ["type"] = "integer" };

        public override double? Magnitude(object value) => (int)value;

        public override object? Read(string text, out string? problem, out string? allowed)
        {
            allowed = null;
            bool whole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
            problem = !whole ? "is not a whole number" : value is < int.MinValue or > int.MaxValue ? "is too large" : null;
            return problem is null ? (int)value : null;
        }
    }

    private sealed class NumberKind : ValueKind
    {
        public override string Description => "a number";

        public override JsonObject Schema => new() { ["type"] = "number" };

        public override double? Magnitude(object value) => (double)value;

        public override object? Read(string text, out string? problem, out string? allowed)
        {
            allowed = null;
            bool number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value);
            problem = number ? null : "is not a number";
            return number ? value : null;
        }
    }

    private sealed class SwitchKind : ValueKind
    {
        public override string Description => "true or false";

        public override JsonObject Schema => new() { ["type"] = "boolean" };

        public override string Print(object value) => (bool)value ? "true" : "false";

        public override object? Read(string text, out string? problem, out string? allowed)
        {
            (problem, allowed) = text is "true" or "false" ? (null, null) : ("is neither true nor false", "true, false");
            return problem is null ? text == "true" : null;
        }
    }

    private sealed class TextKind : ValueKind
    {
        public override string Description => "a text";

        public override JsonObject Schema => new() { ["type"] = "string" };

        public override object? Read(string text, out string? problem, out string? allowed)
        {
            (problem, allowed) = (text.Length == 0 ? "is empty" : null, null);
            return text;
        }
    }

    private sealed class QuantityKind<T> : ValueKind where T : struct, IQuantity<T>
    {
        public override string Description => $"{T.Units.Quantity}, such as {T.Units.Example}";

        public override bool MustBePositive => true;

        public override JsonObject Schema => new()
        {
            ["type"] = "string",
            ["pattern"] = $"^[0-9.eE+-]+ ?({string.Join('|', T.Units.Names)})$",
        };

        public override double? Magnitude(object value) => ((T)value).BaseValue;

        public override string PrintBound(double bound) => T.Units.Print(bound);

        public override object? Read(string text, out string? problem, out string? allowed)
        {
            bool read = Quantity.TryParse(text, out T value, out problem);
            allowed = read ? null : "units " + T.Units.Allowed;
            return read ? value : null;
        }
    }

    /// <summary>A class with parameters of its own, a list, or a raw node; the binder descends by itself.</summary>
    private sealed class NestedKind(Type type) : ValueKind
    {
        public override string Description => typeof(Node).IsAssignableFrom(type) ? "a name or a mapping"
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? "a mapping of names"
            : type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? "a list" : "a mapping";

        public override JsonObject Schema => new() { ["type"] = "object" };

        public override object? Read(string text, out string? problem, out string? allowed) => throw new NotSupportedException();
    }
}
