using System.Collections;
using System.Text;
using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Binding;

/// <summary>
/// Writes a settings object back as YAML, every value with its unit, so that it loads again as the same settings.
/// </summary>
public static class ResolvedYaml
{
    /// <summary>Writes an object with <see cref="ParameterAttribute"/>s.</summary>
    /// <param name="settings">The object.</param>
    /// <param name="resolved">What to write in place of a parameter that holds a name or raw mapping, by key.</param>
    public static string Write(object settings, IReadOnlyDictionary<string, object>? resolved = null)
    {
        StringBuilder text = new();
        Class(text, settings, 0, resolved);
        return text.ToString();
    }

    private static void Class(StringBuilder text, object settings, int depth, IReadOnlyDictionary<string, object>? resolved)
    {
        foreach (ParameterDeclaration parameter in ParameterDeclaration.Of(settings.GetType()))
        {
            object? value = resolved?.GetValueOrDefault(parameter.Key) ?? parameter.Property.GetValue(settings);
            // Nothing loads from an empty text; left out it comes back as what it was.
            if (value is not (null or "" or ICollection { Count: 0 }))
            {
                _ = text.Append(' ', depth * 2).Append(parameter.Key).Append(':');
                Value(text, value, depth);
            }
        }
    }

    private static void Value(StringBuilder text, object value, int depth)
    {
        switch (value)
        {
            case ScalarNode scalar:
                _ = text.Append(' ').Append(Quote(scalar.Text)).Append('\n');
                break;
            case MapNode map:
                _ = text.Append('\n');
                foreach (MapEntry entry in map.Entries)
                {
                    _ = text.Append(' ', (depth + 1) * 2).Append(Quote(entry.Key)).Append(':');
                    Value(text, entry.Value, depth + 1);
                }

                break;
            case ListNode list:
                _ = text.Append(' ').Append(Flow(list)).Append('\n');
                break;
            case IReadOnlyList<int> numbers:
                _ = text.Append(" [").AppendJoin(", ", numbers).Append("]\n");
                break;
            case IReadOnlyList<string> names:
                _ = text.Append(" [").AppendJoin(", ", names.Select(Quote)).Append("]\n");
                break;
            case IDictionary named:
                _ = text.Append('\n');
                foreach (DictionaryEntry entry in named)
                {
                    _ = text.Append(' ', (depth + 1) * 2).Append(Quote((string)entry.Key)).Append(':');
                    Value(text, entry.Value!, depth + 1);
                }

                break;
            case IList objects:
                _ = text.Append('\n');
                foreach (object item in objects)
                {
                    int start = text.Length;
                    Class(text, item, depth + 2, null);
                    text[start + (depth * 2) + 2] = '-';
                }

                break;
            case var nested when ParameterDeclaration.Of(nested.GetType()).Length > 0:
                _ = text.Append('\n');
                Class(text, nested, depth + 1, null);
                break;
            default:
                _ = text.Append(' ').Append(Quote(ValueKind.Of(value.GetType()).Print(value))).Append('\n');
                break;
        }
    }

    private static string Flow(Node node) => node switch
    {
        ListNode list => "[" + string.Join(", ", list.Items.Select(Flow)) + "]",
        MapNode map => "{" + string.Join(", ", map.Entries.Select(entry => Quote(entry.Key) + ": " + Flow(entry.Value))) + "}",
        ScalarNode scalar => Quote(scalar.Text),
        _ => "",
    };

    // Plain text is quoted only where YAML would read something else into it.
    private static string Quote(string text)
    {
        bool plain = text.Length > 0
            && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '/' or '(' or ')' or '+')
            && text[0] is not ('-' or ' ') && text[^1] != ' ';
        if (plain)
        {
            return text;
        }

        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return "\"" + escaped + "\"";
    }
}
