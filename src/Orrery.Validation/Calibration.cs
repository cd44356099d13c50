using System.Collections.ObjectModel;
using System.Globalization;
using Orrery.Configuration;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;

namespace Orrery.Validation;

/// <summary>
/// Constants of one GPU, fitted on a user's rows, and what that gains on rows that it was not fitted on. The same rows give the same
/// answer.
/// </summary>
public sealed record Calibration
{
    /// <summary>Fewer rows than this tell chance, not a machine.</summary>
    public const int FewestRows = 20;

    private const int Digits = 4;

    /// <summary>The GPU.</summary>
    public required Gpu Gpu { get; init; }

    /// <summary>The constants that were fitted.</summary>
    public required IReadOnlyList<FittedConstant> Constants { get; init; }

    /// <summary>Rows on which they were fitted.</summary>
    public required int FittedRows { get; init; }

    /// <summary>Rows that were held out.</summary>
    public required int HeldOutRows { get; init; }

    /// <summary>Errors by class on the held-out rows.</summary>
    public required IReadOnlyList<ClassError> Classes { get; init; }

    /// <summary>Rows that could not be compared, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Skipped { get; init; }

    /// <summary>Mean over the classes of their mean absolute error on held-out rows before, in per cent.</summary>
    public double Before => AccuracyGroup.MeanError([.. Classes.Select(one => one.Before)]);

    /// <summary>The same after.</summary>
    public double After => AccuracyGroup.MeanError([.. Classes.Select(one => one.After)]);

    /// <summary>Whether held-out rows are predicted better than before.</summary>
    public bool Helps => After < Before;

    /// <summary>Classes whose held-out rows are predicted worse than before, by a per cent of the measured time or more.</summary>
    public IEnumerable<ClassError> Worse => Classes.Where(one => one.After.Mape >= one.Before.Mape + 1);

    /// <summary>Fits constants.</summary>
    /// <param name="gpu">The GPU. What its file calibrates already is where the search begins.</param>
    /// <param name="rows">Rows, of which those of this GPU count.</param>
    /// <param name="names">Constants to fit; null for all that are made for fitting and of which the rows tell.</param>
    /// <param name="report">Told after every round of the search: the error in per cent, and the relative step.</param>
    /// <param name="stop">Ends the search with what is best so far.</param>
    public static Loaded<Calibration> Of(
        Gpu gpu, IEnumerable<MeasuredRow> rows, IReadOnlyList<string>? names = null, Action<double, double>? report = null,
        CancellationToken stop = default)
    {
        PhysicalConstants start = GpuCalibration.Of(gpu, PhysicalConstants.Default);

        // What the file calibrates would go before what is tried.
        Gpu bare = gpu with { Calibration = ReadOnlyDictionary<string, double>.Empty };
        Validator now = new(Cost(start), start, _ => bare);
        MeasuredRow[] own = [.. rows.Where(row => GpuNames.Means(row.Gpu, gpu)).Where(row => now.Compare(row) is not null)];
        List<Diagnostic> mistakes = [.. Mistakes(own.Length, names)];
        (IReadOnlyList<MeasuredRow> fitted, IReadOnlyList<MeasuredRow> heldOut) = RowSample.Split(own);
        if (mistakes.Count == 0 && (heldOut.Count == 0 || fitted.Count == 0))
        {
            mistakes.Add(new Diagnostic("--data", 0, "", "holds too few different shapes to hold some out"));
        }

        if (mistakes.Count > 0)
        {
            return Loaded.Failure<Calibration>(mistakes);
        }

        Fit fit = new(Cost, fitted, _ => bare);
        IReadOnlyList<Constant> free = fit.Tellable(start,
            Constant.All.Where(constant => names is null ? constant.IsFitted : names.Contains(constant.Name)));
        PhysicalConstants best = fit.Run(start, free, report, stop);
        FittedConstant[] changed = [.. free.Select(one => new FittedConstant(one, one.Of(start), Rounded(one.Of(best))))];
        PhysicalConstants after = changed.Aggregate(start, (constants, one) => one.Constant.With(constants, one.After));
        return Loaded.Success(new Calibration
        {
            Gpu = gpu,
            Constants = [.. changed.Where(one => one.After != one.Before)],
            FittedRows = fitted.Count,
            HeldOutRows = heldOut.Count,
            Classes = [.. Groups(start).Zip(Groups(after), (before, then) => new ClassError(before, then))],
            Skipped = now.Skipped,
        });

        IReadOnlyList<AccuracyGroup> Groups(PhysicalConstants constants) =>
            AccuracyGroup.Of(new Validator(Cost(constants), constants, _ => bare).Compare(heldOut));
    }

    private static AnalyticCost Cost(PhysicalConstants constants) => new AnalyticCost(constants);

    private static IEnumerable<Diagnostic> Mistakes(int rows, IReadOnlyList<string>? names)
    {
        if (rows < FewestRows)
        {
            yield return new Diagnostic("--data", 0, "", "holds too few rows of this GPU to fit anything",
                rows.ToString(CultureInfo.InvariantCulture), $"{FewestRows} or more");
        }

        foreach (string name in names ?? [])
        {
            if (Constant.Find(name) is null)
            {
                string? near = NearestName.Of(name, Constant.All.Select(constant => constant.Name));
                string? all = near is not null ? null
                    : string.Join(", ", Constant.All.Where(constant => constant.IsFitted).Select(constant => constant.Name));
                yield return new Diagnostic("--constants", 0, "", "there is no such physical constant", name, all, near);
            }
        }
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
