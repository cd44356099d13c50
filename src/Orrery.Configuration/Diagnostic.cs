using System.Globalization;
using System.Text;

namespace Orrery.Configuration;

/// <summary>One mistake of a user in a file or on the command line: where it is, what it is, and what would be right.</summary>
/// <param name="File">The file as the user named it, or <c>--set</c> for an override.</param>
/// <param name="Line">Line in the file, from 1; 0 where a line makes no sense.</param>
/// <param name="Key">Dotted path of the key, as it would be given to <c>--set</c>; empty for the whole file.</param>
/// <param name="Problem">What is wrong, as a short clause.</param>
/// <param name="Given">What the file says, or null where the problem already tells.</param>
/// <param name="Allowed">What may stand there: a range, a list of names or of units.</param>
/// <param name="Nearest">The valid name closest to the one given.</param>
public sealed record Diagnostic(
    string File, int Line, string Key, string Problem, string? Given = null, string? Allowed = null, string? Nearest = null)
{
    /// <summary>One line: <c>file:line: key: problem (given ..., allowed ...; did you mean '...'?)</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new(File);
        if (Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{Line}");
        }

        text.Append(": ");
        if (Key.Length > 0)
        {
            text.Append(Key).Append(": ");
        }

        text.Append(Problem);
        string[] hints = [.. Hints()];
        if (hints.Length > 0)
        {
            text.Append(" (").AppendJoin("; ", hints).Append(')');
        }

        return text.ToString();
    }

    private IEnumerable<string> Hints()
    {
        if (Given is not null)
        {
            yield return $"given '{Given}'";
        }

        if (Nearest is not null)
        {
            yield return $"did you mean '{Nearest}'?";
        }

        if (Allowed is not null)
        {
            yield return $"allowed: {Allowed}";
        }
    }
}
