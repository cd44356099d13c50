namespace Orrery.Engine;

/// <summary>Matches hierarchical names: <c>*</c> stands for any characters, dots included; all else for itself.</summary>
internal static class NamePattern
{
    internal static bool Matches(string pattern, string name)
    {
        // Greedy with one way back: after a mismatch the last star takes one character more.
        int p = 0, n = 0, star = -1, taken = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                taken = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
