namespace Orrery.Configuration;

/// <summary>Finds the valid name that a misspelt one probably stands for, by edit distance.</summary>
public static class NearestName
{
    /// <summary>The closest candidate, or null when none is close enough to be a likely slip.</summary>
    public static string? Of(string given, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int distance = Distance(given, candidate);
            // Of equally near names the one that begins alike: people err at the end of a word.
            if (distance < bestDistance || (distance == bestDistance && CommonStart(given, candidate) > CommonStart(given, best!)))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        // A third of the letters may be wrong: more than that and the hint would mislead.
        return best is not null && bestDistance <= Math.Max(2, Math.Max(given.Length, best.Length) / 3) ? best : null;
    }

    /// <summary>
    /// Letters to insert, delete, replace or swap with their neighbour, capitals and small letters being equal.
    /// </summary>
    public static int Distance(string a, string b)
    {
        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = table[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                }

                table[i, j] = best;
            }
        }

        return table[a.Length, b.Length];
    }

    private static int CommonStart(string a, string b)
    {
        int length = 0;
        while (length < a.Length && length < b.Length && Same(a[length], b[length])) length++;
        return length;
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
