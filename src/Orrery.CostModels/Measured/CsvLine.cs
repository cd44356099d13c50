using System.Globalization;
using Orrery.Configuration;

namespace Orrery.CostModels.Measured;

/// <summary>One line of a CSV of measurements. What cannot be read becomes a diagnostic with its line.</summary>
public sealed class CsvLine
{
    private readonly string[] _fields;
    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly List<Diagnostic> _diagnostics;

    internal CsvLine(string file, int line, string[] fields, IReadOnlyDictionary<string, int> columns, List<Diagnostic> diagnostics)
    {
        (File, Line) = (file, line);
        (_fields, _columns, _diagnostics) = (fields, columns, diagnostics);
    }

    /// <summary>The file as the user named it.</summary>
    public string File { get; }

    /// <summary>Line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a column; empty where the row or the file lacks it.</summary>
    public string Text(string column) =>
        _columns.TryGetValue(column, out int index) && index < _fields.Length ? _fields[index].Trim() : "";

    /// <summary>A whole number of at least <paramref name="least"/>, or a diagnostic and <paramref name="least"/>.</summary>
    public int Whole(string column, int least = 1)
    {
        string text = Text(column);
        bool number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (!number || value != Math.Floor(value) || value > int.MaxValue)
        {
            Complain(column, number ? "is not a whole number of up to 2147483647" : "is not a number", text);
            return least;
        }

        if (value < least)
        {
            Complain(column, $"is below {least}", text);
            return least;
        }

        return (int)value;
    }

    /// <summary>A whole number, or <paramref name="otherwise"/> where the cell is empty.</summary>
    public int WholeOr(string column, int otherwise, int least = 0) => Text(column).Length == 0 ? otherwise : Whole(column, least);

    /// <summary>A number above zero, or a diagnostic and 1.</summary>
    public double Positive(string column)
    {
        string text = Text(column);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            Complain(column, "is not a number", text);
            return 1;
        }

        if (value <= 0)
        {
            Complain(column, "is not above zero", text);
            return 1;
        }

        return value;
    }

    /// <summary>A number, or null where the cell is empty or holds none.</summary>
    public double? NumberOrNull(string column) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : null;

    /// <summary>True for 1 and true.</summary>
    public bool Flag(string column) => Text(column) is "1" or "true" or "True";

    /// <summary>Reports what is wrong with a cell.</summary>
    internal void Complain(string column, string problem, string given) =>
        _diagnostics.Add(new Diagnostic(File, Line, column, given.Length == 0 ? "is empty" : problem, given.Length == 0 ? null : given));
}
