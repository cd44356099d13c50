using System.Globalization;
using Orrery.Training.Plans;

namespace Orrery.Training.Memory;

/// <summary>Says of a plan that does not fit what is too big, and what would make it fit.</summary>
public static class MemoryAdvice
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>What is too big in each tier that is too small, on the stage that lacks most there; null where the plan fits.</summary>
    /// <param name="stages">The use of each stage.</param>
    public static string? TooBig(IReadOnlyList<MemoryUse> stages)
    {
        string[] lacks = [.. Enum.GetValues<MemoryTier>().Select(tier => (Tier: tier, Use: stages.MaxBy(use => use.LoadOf(tier))!))
            .Where(one => one.Use.LoadOf(one.Tier) > 1).Select(one => Lack(one.Use, one.Tier))];
        return lacks.Length > 0 ? string.Join("; ", lacks) : null;
    }

    /// <summary>Changes of one thing that make it fit, the cheapest first; empty where none alone does.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="memory">Asks for the memory of all stages of a changed plan; null where the plan is none.</param>
    public static IReadOnlyList<string> Fixes(Plan plan, Func<Plan, IReadOnlyList<MemoryUse>?> memory)
    {
        List<string> fixes = [];
        foreach ((string words, Plan changed) in MemoryChanges.Of(plan))
        {
            // Of the other places of one state, the first that helps is enough.
            bool helped = words.Contains("_at: ", StringComparison.Ordinal)
                && fixes.Exists(fix => fix.StartsWith(words[..words.IndexOf(':')], StringComparison.Ordinal));
            if (!helped && memory(changed) is { } stages && stages.All(use => use.Fits))
            {
                fixes.Add(words);
            }
        }

        return fixes;
    }

    private static string Lack(MemoryUse use, MemoryTier tier)
    {
        double total = use.TotalOf(tier), room = use.CapacityOf(tier);
        string parts = string.Join(", ", use.PartsOf(tier).Where(part => part.Bytes > 0.01 * total)
            .Select(part => $"{part.Name} {Number(part.Bytes)} GiB"));
        string where = tier switch
        {
            MemoryTier.Host => "of the host's memory for each GPU",
            MemoryTier.Nvme => "of NVMe for each GPU",
            _ => "on each GPU",
        };
        return $"stage {use.Stage} needs {Number(total)} GiB {where} and there {(room > 0 ? "are " + Number(room) : "is none")}: {parts}";
    }

    private static string Number(double bytes) => (bytes / Gib).ToString("0.0", CultureInfo.InvariantCulture);
}
