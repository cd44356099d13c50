using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;

namespace Orrery.Validation;

/// <summary>
/// How well the model foretells a GPU of which it has seen nothing: for each GPU the fitted constants are fitted again without its
/// rows, and its rows are predicted with these.
/// </summary>
/// <param name="makeCost">A cost model with given constants.</param>
/// <param name="start">Where each search begins.</param>
public sealed class LeaveOneOut(Func<PhysicalConstants, IOperatorCost> makeCost, PhysicalConstants start)
{
    // Enough to fix two dozen constants; the rest would cost time and move nothing.
    private const int MostRows = 1500;

    /// <summary>Every row beside what was foretold for it.</summary>
    /// <param name="rows">Rows of several GPUs.</param>
    /// <param name="report">Told how many GPUs are done, of how many, and which is next.</param>
    /// <param name="stop">Ends the search (then <see cref="OperationCanceledException"/>).</param>
    public IReadOnlyList<Comparison> Run(
        IReadOnlyList<MeasuredRow> rows, Action<int, int, string>? report = null, CancellationToken stop = default)
    {
        List<Comparison> all = [];
        string[] gpus = [.. rows.Select(row => row.Gpu).Distinct().Order(StringComparer.Ordinal)];
        for (int index = 0; index < gpus.Length; index++)
        {
            string gpu = gpus[index];
            report?.Invoke(index, gpus.Length, gpu);
            Fit fit = new(makeCost, RowSample.Of([.. rows.Where(row => !GpuNames.Same(row.Gpu, gpu))], MostRows));
            IReadOnlyList<Constant> free = fit.Tellable(start, Constant.All.Where(constant => constant.IsFitted));
            PhysicalConstants fitted = fit.Run(start, free, (_, _) => report?.Invoke(index, gpus.Length, gpu), stop);
            stop.ThrowIfCancellationRequested();
            all.AddRange(new Validator(makeCost(fitted), fitted).Compare(rows.Where(row => row.Gpu == gpu)));
        }

        return all;
    }
}
