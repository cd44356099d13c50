namespace Orrery.Validation;

/// <summary>The errors of all rows of one kind, GPU, operation class and method.</summary>
public sealed record AccuracyGroup
{
    /// <summary>Kind of table: "gemm".</summary>
    public required string Kind { get; init; }

    /// <summary>The GPU as the file names it.</summary>
    public required string Gpu { get; init; }

    /// <summary>Operation class: "bf16", "prefill", "norm".</summary>
    public required string Class { get; init; }

    /// <summary>Way of measuring.</summary>
    public required string Method { get; init; }

    /// <summary>Rows that were compared.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean absolute error relative to the measurement, in per cent.</summary>
    public required double Mape { get; init; }

    /// <summary>Median absolute error relative to the measurement, in per cent.</summary>
    public required double MedianApe { get; init; }

    /// <summary>Mean error with its sign, in per cent: above zero is predicted too slow.</summary>
    public required double Bias { get; init; }

    /// <summary>Part of the rows whose prediction lies within 0.85 to 1.15 of the measurement, from 0 to 1.</summary>
    public required double Near { get; init; }

    /// <summary>Rows of over 20 us whose prediction lies outside 0.72 to 1.22 of the measurement.</summary>
    public required int FarOff { get; init; }

    /// <summary>The row with the largest absolute error.</summary>
    public required Comparison Worst { get; init; }

    // What is near: the spread of repeated measurements of small kernels. What is far off: the range in which published cycle-level
    // simulations of GPUs lie; shorter kernels are measured with the noise of their launch.
    private const double NearError = 0.15;
    private const double MostTooFast = 0.28;
    private const double MostTooSlow = 0.22;
    private const double Short = 20e-6;

    // A group with fewer rows than this tells less than others, and counts less.
    private const double FullWeight = 30;

    /// <summary>
    /// Mean over groups of their mean absolute error, in per cent: each counts alike however many rows it has, once it has a few.
    /// </summary>
    public static double MeanError(IReadOnlyCollection<AccuracyGroup> groups)
    {
        double weights = groups.Sum(group => Math.Min(group.Rows, FullWeight));
        return weights > 0 ? groups.Sum(group => group.Mape * Math.Min(group.Rows, FullWeight)) / weights : 0;
    }

    /// <summary>Sorts comparisons into groups, by kind, GPU, class and method.</summary>
    public static IReadOnlyList<AccuracyGroup> Of(IEnumerable<Comparison> comparisons) =>
    [
        .. comparisons
            .GroupBy(pair => (pair.Row.Kind, pair.Row.Gpu, pair.Row.Class, pair.Row.Method))
            .OrderBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Gpu, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Class, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Method, StringComparer.Ordinal)
            .Select(group => Of(group.Key.Kind, group.Key.Gpu, group.Key.Class, group.Key.Method, [.. group])),
    ];

    private static AccuracyGroup Of(string kind, string gpu, string operation, string method, Comparison[] pairs)
    {
        double[] sorted = [.. pairs.Select(pair => pair.AbsoluteError).Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new AccuracyGroup
        {
            Kind = kind,
            Gpu = gpu,
            Class = operation,
            Method = method,
            Rows = pairs.Length,
            Mape = 100 * sorted.Average(),
            MedianApe = 100 * median,
            Bias = 100 * pairs.Average(pair => pair.Error),
            Near = (double)pairs.Count(pair => pair.AbsoluteError <= NearError) / pairs.Length,
            FarOff = pairs.Count(pair => pair.Row.Seconds > Short && pair.Error is < -MostTooFast or > MostTooSlow),
            Worst = pairs.MaxBy(pair => pair.AbsoluteError)!,
        };
    }
}
