using System.Globalization;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Training.Search;

/// <summary>Says in words why a plan loses against another.</summary>
public static class Comparison
{
    // Parts that differ by less than this part of the difference are not worth a word.
    private const double Least = 0.1;

    /// <summary>By how much its step is longer, which parts of it are, and which are shorter.</summary>
    public static string Words(RankedPlan best, RankedPlan other)
    {
        ArgumentNullException.ThrowIfNull(best);
        ArgumentNullException.ThrowIfNull(other);
        long more = other.StepTicks - best.StepTicks;
        string lead = more == 0 ? "as fast" : string.Create(CultureInfo.InvariantCulture,
            $"{Math.Abs(100.0 * more / best.StepTicks):0.##} % {(more > 0 ? "longer" : "shorter")}");
        if (best.Result is null || other.Result is null)
        {
            return lead;
        }

        List<(TimeKind Kind, long Ticks)> parts = [.. Enum.GetValues<TimeKind>()
            .Select(kind => (kind, other.Result.Breakdown[kind] - best.Result.Breakdown[kind]))
            .Where(part => Math.Abs(part.Item2) > Math.Max(1, Least * Math.Abs(more)))
            .OrderByDescending(part => part.Item2)];
        string words = string.Join(", ", parts.Take(2).Where(part => part.Ticks > 0).Concat(parts.TakeLast(1).Where(part => part.Ticks < 0))
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{Word(part.Kind)} {(part.Ticks > 0 ? "+" : "-")}{Length(part.Ticks)}")));
        string memory = more == 0 && other.MemoryBytes > best.MemoryBytes
            ? string.Create(CultureInfo.InvariantCulture, $"{(other.MemoryBytes - best.MemoryBytes) / (1L << 30):0.0} GiB more memory") : "";
        return string.Join(": ", new[] { lead, string.Join(", ", new[] { words, memory }.Where(text => text.Length > 0)) }.Where(text => text.Length > 0));
    }

    /// <summary>The values in which a plan differs from another, as they stand in files.</summary>
    public static IReadOnlyList<string> Changes(Plan from, Plan to)
    {
        (string Key, object From, object To)[] values =
        [
            ("tensor", from.Tensor, to.Tensor), ("pipeline", from.Pipeline, to.Pipeline), ("data", from.Data, to.Data),
            ("context", from.Context, to.Context), ("expert", from.Expert, to.Expert), ("virtual_stages", from.VirtualStages, to.VirtualStages),
            ("micro_batch", from.MicroBatch, to.MicroBatch), ("schedule", from.Schedule, to.Schedule), ("recompute", from.Recompute, to.Recompute),
            ("zero", from.Zero, to.Zero), ("sequence_parallel", from.SequenceParallel, to.SequenceParallel),
            ("optimizer_at", from.OptimizerAt, to.OptimizerAt), ("weights_at", from.WeightsAt, to.WeightsAt),
            ("activations_at", from.ActivationsAt, to.ActivationsAt),
        ];
        return [.. values.Where(value => !value.From.Equals(value.To)).Select(value => $"{value.Key} {Convert.ToString(value.To, CultureInfo.InvariantCulture)!.ToLowerInvariant()}")];
    }

    private static string Word(TimeKind kind) => kind switch
    {
        TimeKind.Compute => "compute",
        TimeKind.Recompute => "recomputation",
        TimeKind.Tensor => "exposed tensor communication",
        TimeKind.Context => "exposed context communication",
        TimeKind.Expert => "exposed expert communication",
        TimeKind.Pipeline => "exposed pipeline communication",
        TimeKind.Data => "exposed data communication",
        TimeKind.Optimizer => "optimizer",
        TimeKind.Offload => "offload",
        _ => "bubble",
    };

    private static string Length(long ticks)
    {
        double seconds = Math.Abs(Ticks.Seconds(ticks));
        return seconds >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s")
            : seconds >= 1e-3 ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.0} us");
    }
}
