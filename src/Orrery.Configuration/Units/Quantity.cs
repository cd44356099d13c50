namespace Orrery.Configuration.Units;

/// <summary>What all quantities can do, written once.</summary>
public static class Quantity
{
    /// <summary>Reads a quantity; the error says what is wrong, without naming the text.</summary>
    public static bool TryParse<T>(string text, out T quantity, out string? error) where T : struct, IQuantity<T>
    {
        error = T.Units.Parse(text, out double value);
        quantity = error is null ? T.FromBaseValue(value) : default;
        return error is null;
    }

    /// <summary>Reads a quantity of the program's own making. A wrong text is a bug and throws.</summary>
    public static T Parse<T>(string text) where T : struct, IQuantity<T> =>
        TryParse(text, out T quantity, out string? error) ? quantity : throw new FormatException($"'{text}' {error}");

    /// <summary>A rounded text for people, such as "4.46 ms".</summary>
    public static string Show<T>(this T quantity, int digits = 3) where T : struct, IQuantity<T> =>
        T.Units.Show(quantity.BaseValue, digits);
}
