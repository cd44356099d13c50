using System.Globalization;

namespace Orrery.Experiments.Replay;

/// <summary>Which ranks of a replay a trace shows: what a user writes behind <c>trace_ranks:</c>.</summary>
internal static class ReplayedRanks
{
    /// <summary>What may stand there.</summary>
    public const string Allowed = "first, all, or numbers such as 0-7,64";

    // A rank has some five rows: more than these fill no screen.
    private const int First = 16;

    /// <summary>The ranks in rising order; empty with a problem where the text is wrong.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="ranks">Ranks of the replay.</param>
    /// <param name="problem">What is wrong, as a short clause; null where nothing is.</param>
    public static IReadOnlyList<int> Read(string text, int ranks, out string? problem)
    {
        problem = null;
        if (text is "first" or "all")
        {
            return [.. Enumerable.Range(0, text == "all" ? ranks : Math.Min(ranks, First))];
        }

        SortedSet<int> chosen = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !Number(ends[0], out int first) || !Number(ends[^1], out int last) || last < first)
            {
                problem = $"'{part}' is neither a rank nor a range of ranks";
                return [];
            }

            if (last >= ranks)
            {
                problem = $"there is no rank {last}: the cluster has {ranks}, from 0";
                return [];
            }

            chosen.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. chosen];
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
