using System.Globalization;
using Orrery.Reporting.Numbers;
using Orrery.Training.Search;

namespace Orrery.Reporting.Search;

/// <summary>What a search says of itself: the same on the screen and in the report.</summary>
public static class SearchVerdict
{
    /// <summary>What became of the plans of the space.</summary>
    public static (string Name, string Value)[] Counts(SearchOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        SearchCounts counts = outcome.Counts;
        return
        [
            ("plans in the space", Readable.Whole(counts.Count)),
            .. Enum.GetValues<Refusal>().Where(reason => counts.Of(reason) > 0)
                .Select(reason => ("refused: " + RefusalWords.Of(reason), Readable.Whole(counts.Of(reason)))),
            ("can run", Readable.Whole(counts.Feasible)),
            ("bounded away", Readable.Whole(counts.Bounded)),
            ("composed", Readable.Whole(counts.Composed)),
            .. counts.Left > 0 ? new[] { ("not looked at to the end", Readable.Whole(counts.Left)) } : [],
            ("time", string.Create(CultureInfo.InvariantCulture,
                $"{Readable.Time(outcome.WallSeconds)}: {Readable.Whole((long)outcome.PlansPerSecond)} plans a second, {Readable.Whole((long)outcome.PricedPerSecond)} of them priced: memory, and a bound below the step")),
        ];
    }
}
