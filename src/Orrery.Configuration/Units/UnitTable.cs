using System.Globalization;

namespace Orrery.Configuration.Units;

/// <summary>The units of one kind of quantity: reading, exact printing, and printing for people.</summary>
public sealed class UnitTable
{
    private readonly (string Name, double Factor)[] _units;
    private readonly string[] _shown;

    /// <param name="quantity">What is measured, with its article: "a size in bytes".</param>
    /// <param name="example">A value as a user would write it: "40 MiB".</param>
    /// <param name="shown">Units for rounded output, ascending.</param>
    /// <param name="units">All units that can be read, ascending, with their factor to the base unit; the base unit has 1.
    /// Of units with equal factors the first is printed.</param>
    public UnitTable(string quantity, string example, string[] shown, params (string Name, double Factor)[] units)
    {
        (Quantity, Example, _shown, _units) = (quantity, example, shown, units);
        Allowed = string.Join(", ", units.Select(unit => unit.Name));
    }

    /// <summary>What is measured, with its article.</summary>
    public string Quantity { get; }

    /// <summary>A value as a user would write it.</summary>
    public string Example { get; }

    /// <summary>The names of all units, separated by commas.</summary>
    public string Allowed { get; }

    /// <summary>The names of all units, ascending.</summary>
    public IEnumerable<string> Names => _units.Select(unit => unit.Name);

    /// <summary>Reads a number and a unit, with or without space between.</summary>
    /// <returns>Null when it worked, otherwise what is wrong.</returns>
    public string? Parse(string text, out double value)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int split = NumberLength(trimmed);
        value = 0;
        if (split == 0 || !double.TryParse(trimmed[..split], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return $"is not {Quantity}, such as {Example}";
        }

        ReadOnlySpan<char> unit = trimmed[split..].Trim();
        if (unit.Length == 0)
        {
            return $"has no unit; {Quantity} is written as {Example}";
        }

        foreach ((string name, double factor) in _units)
        {
            if (unit.SequenceEqual(name))
            {
                // Dividing keeps decimal fractions exact: 5 us is the double nearest to 5e-6, as 5 / 1e6 is and 5 * 1e-6 is not.
                value = factor >= 1 ? number * factor : number / Math.Round(1 / factor);
                return double.IsFinite(value) ? null : "is too large";
            }
        }

        return $"has the wrong unit '{unit}'";
    }

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public string Print(double value)
    {
        string? best = null;
        for (int i = _units.Length - 1; i >= 0; i--)
        {
            (string name, double factor) = _units[i];
            string text = (value / factor).ToString("0.#########", CultureInfo.InvariantCulture) + " " + name;
            bool alias = i > 0 && _units[i - 1].Factor == factor;
            bool shorter = !alias && (best is null || text.Length < best.Length);
            if (shorter && Math.Abs(value) >= factor && Parse(text, out double back) is null && back == value)
            {
                best = text;
            }
        }

        return best ?? value.ToString("R", CultureInfo.InvariantCulture) + " " + _units.First(unit => unit.Factor == 1).Name;
    }

    /// <summary>A rounded text for people, such as "4.46 ms"; it does not read back exactly.</summary>
    public string Show(double value, int digits = 3)
    {
        string name = _shown[0];
        double scaled = value;
        foreach (string candidate in _shown)
        {
            double factor = _units.First(unit => unit.Name == candidate).Factor;
            if (candidate == _shown[0] || Math.Abs(value) >= factor * 0.9995)
            {
                (name, scaled) = (candidate, value / factor);
            }
        }

        int whole = scaled == 0 ? 1 : Math.Max(1, (int)Math.Floor(Math.Log10(Math.Abs(scaled))) + 1);
        return scaled.ToString("F" + Math.Max(0, digits - whole).ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture) + " " + name;
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length)
        {
            char c = text[length];
            bool exponent = c is 'e' or 'E' && length + 1 < text.Length
                && (char.IsAsciiDigit(text[length + 1]) || text[length + 1] is '-' or '+');
            bool sign = c is '-' or '+' && (length == 0 || text[length - 1] is 'e' or 'E');
            if (!char.IsAsciiDigit(c) && c != '.' && !exponent && !sign)
            {
                break;
            }

            length++;
        }

        return length;
    }
}
