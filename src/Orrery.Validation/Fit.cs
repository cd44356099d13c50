using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;

namespace Orrery.Validation;

/// <summary>
/// Calibrates constants on measurements: each in turn is moved up and down by a step, kept where the error falls, and the step is
/// halved where nothing falls any more. No derivative is needed, so jumps between tile shapes do no harm; the result depends on
/// nothing but its input.
/// </summary>
/// <param name="makeCost">A cost model with given constants.</param>
/// <param name="rows">What is fitted. Every group of kind, GPU, class and method counts alike, however many rows it has.</param>
/// <param name="find">The GPU of a name; the catalogue's where left out.</param>
public sealed class Fit(
    Func<PhysicalConstants, IOperatorCost> makeCost, IReadOnlyList<MeasuredRow> rows, Func<string, Gpu?>? find = null)
{
    private const double FirstStep = 0.25;
    private const double LastStep = 0.01;

    // A constant counts as told by the rows where a fifth more of it moves this part of them by this much.
    private const double Probe = 1.2;
    private const double LeastMoved = 0.02;
    private const double LeastRows = 0.02;

    /// <summary>How far a search has come, from 0 to 1, by the step that it has reached.</summary>
    public static double Progress(double step) =>
        Math.Clamp(Math.Log(FirstStep / step) / Math.Log(FirstStep / LastStep), 0, 1);

    /// <summary>Mean over the groups of their mean absolute error, in per cent.</summary>
    public double Error(PhysicalConstants constants) => AccuracyGroup.MeanError(AccuracyGroup.Of(Compare(constants)));

    /// <summary>Those of some constants about which the rows say anything at all.</summary>
    public IReadOnlyList<Constant> Tellable(PhysicalConstants constants, IEnumerable<Constant> candidates)
    {
        IReadOnlyList<Comparison> now = Compare(constants);
        return [.. candidates.Where(Moves)];

        bool Moves(Constant constant)
        {
            double value = constant.Of(constants);
            double moved = value * Probe <= constant.Max ? value * Probe : value / Probe;
            IReadOnlyList<Comparison> then = Compare(constant.With(constants, moved));
            int rows = now.Zip(then).Count(pair => Math.Abs(pair.Second.PredictedSeconds / pair.First.PredictedSeconds - 1) > LeastMoved);
            return rows > LeastRows * now.Count;
        }
    }

    /// <summary>Constants with which the error is smallest, starting from the given ones.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="free">The constants that may move, within their bounds.</param>
    /// <param name="report">Told after every round: the error, and the relative step.</param>
    /// <param name="stop">Ends the search early with what is best so far.</param>
    public PhysicalConstants Run(
        PhysicalConstants start, IReadOnlyList<Constant> free, Action<double, double>? report = null, CancellationToken stop = default)
    {
        PhysicalConstants best = start;
        double error = Error(best);
        for (double step = FirstStep; step >= LastStep;)
        {
            double before = error;
            foreach (Constant constant in free)
            {
                foreach (double factor in (ReadOnlySpan<double>)[1 + step, 1 / (1 + step)])
                {
                    if (stop.IsCancellationRequested)
                    {
                        return best;
                    }

                    double moved = Math.Clamp(constant.Of(best) * factor, constant.Min, constant.Max);
                    PhysicalConstants tried = constant.With(best, moved);
                    double reached = Error(tried);
                    if (reached < error - 1e-9)
                    {
                        (best, error) = (tried, reached);
                        break;
                    }
                }
            }

            report?.Invoke(error, step);
            step = error < before - 0.01 ? step : step / 2;
        }

        return best;
    }

    private IReadOnlyList<Comparison> Compare(PhysicalConstants constants) =>
        new Validator(makeCost(constants), constants, find).Compare(rows);
}
