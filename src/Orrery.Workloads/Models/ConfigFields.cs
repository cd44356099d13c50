using System.Globalization;
using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.Workloads.Models;

/// <summary>
/// Typed access to the fields of a <c>config.json</c>. Fields that nobody asks for are left alone: published files hold many.
/// </summary>
/// <param name="map">The fields.</param>
/// <param name="path">Dotted path of the mapping, empty for a file of its own.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class ConfigFields(MapNode map, string path, List<Diagnostic> diagnostics)
{
    // Far above any model that exists, far below what would overflow a product of two sizes.
    private const int Largest = 1 << 26;

    /// <summary>True where the field is there and not null.</summary>
    public bool Has(string name) => map.Find(name) is not (null or ScalarNode { IsEmpty: true });

    /// <summary>A whole number of at least one. Without a default the field must be there.</summary>
    public int Whole(string name, int? missing = null)
    {
        if (!Has(name))
        {
            if (missing is null)
            {
                string? nearest = NearestName.Of(name, map.Entries.Select(entry => entry.Key));
                diagnostics.Add(new Diagnostic(map.File, map.Line, Key(name), "is missing", Allowed: "a whole number, 1 or more",
                    Nearest: nearest is null || NearestName.Distance(name, nearest) > 3 ? null : nearest));
            }

            return missing ?? 0;
        }

        Node node = map.Find(name)!;
        string? text = (node as ScalarNode)?.Text;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            Complain(name, "is not a whole number", text ?? node.Noun);
        }
        else if (value is < 1 or > Largest)
        {
            Complain(name, value < 1 ? "must be at least 1: a model without it computes nothing" : "is larger than any model",
                text);
        }
        else
        {
            return value;
        }

        return 0;
    }

    /// <summary>True or false.</summary>
    public bool Switch(string name, bool missing)
    {
        string? text = Has(name) ? (map.Find(name) as ScalarNode)?.Text.ToLowerInvariant() ?? "" : missing ? "true" : "false";
        if (text is not ("true" or "false"))
        {
            Complain(name, "is neither true nor false", text);
        }

        return text == "true";
    }

    /// <summary>A text in small letters.</summary>
    public string Text(string name, string missing) => Has(name) && map.Find(name) is ScalarNode scalar
        ? scalar.Text.ToLowerInvariant() : missing;

    /// <summary>Reports when one size does not divide another.</summary>
    public void MustDivide(string name, int divisor, string whole, int dividend)
    {
        if (divisor > 0 && dividend > 0 && dividend % divisor != 0)
        {
            Complain(name, $"does not divide {whole}, which is {dividend.ToString(CultureInfo.InvariantCulture)}",
                divisor.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reports a mistake at a field.</summary>
    public void Complain(string name, string problem, string? given = null)
    {
        MapEntry? entry = map.Entries.FirstOrDefault(field => field.Key == name);
        diagnostics.Add(new Diagnostic(entry?.Value.File ?? map.File, entry?.Value.Line ?? map.Line, Key(name), problem, given));
    }

    private string Key(string name) => path.Length == 0 ? name : path + "." + name;
}
