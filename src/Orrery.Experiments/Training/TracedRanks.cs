using System.Globalization;
using Orrery.Training.Plans;

namespace Orrery.Experiments.Training;

/// <summary>Which ranks a trace shows: what a user writes behind <c>trace_ranks:</c>.</summary>
internal static class TracedRanks
{
    /// <summary>What may stand there.</summary>
    public const string Allowed = "stages, all, or numbers such as 0-7,64";

    /// <summary>The ranks in rising order; null with a problem where the text is wrong.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="plan">The plan, its data-parallel ranks known.</param>
    /// <param name="problem">What is wrong, as a short clause; null where nothing is.</param>
    public static IReadOnlyList<int>? Read(string text, Plan plan, out string? problem)
    {
        problem = null;
        RankOrder order = new(plan);
        switch (text)
        {
            case "stages":
                return [.. Enumerable.Range(0, plan.Pipeline).Select(stage => stage * order.PipelineStride)];
            case "all":
                return [.. Enumerable.Range(0, order.Ranks)];
        }

        SortedSet<int> ranks = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !Number(ends[0], out int first) || !Number(ends[^1], out int last) || last < first)
            {
                problem = $"'{part}' is neither a rank nor a range of ranks";
                return null;
            }

            if (last >= order.Ranks)
            {
                problem = $"there is no rank {last}: the plan has {order.Ranks}, from 0";
                return null;
            }

            ranks.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. ranks];
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
