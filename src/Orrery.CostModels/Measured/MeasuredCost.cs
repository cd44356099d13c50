using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured;

/// <summary>
/// Answers with what was measured where it was, and with a model elsewhere. A shape between two measured ones gets the model's
/// answer times the ratio of measured to modelled, interpolated between theirs, so that the model keeps its say about waves and
/// tiles. <see cref="OperatorCost.Origin"/> tells which it was. Deterministic, whatever the order of rows and questions.
/// </summary>
/// <param name="model">Answers where nothing was measured, and gives each answer its breakdown.</param>
/// <param name="device">The GPU on which it was measured; questions about others go to the model.</param>
/// <param name="rows">Measurements on that GPU.</param>
/// <param name="methods">What ways of measuring add, which is taken off.</param>
public sealed class MeasuredCost(IOperatorCost model, Gpu device, IEnumerable<MeasuredRow> rows, MethodConstants methods) : IOperatorCost
{
    private readonly MeasuredShapes _shapes = new(rows);

    public string Fidelity => model.Fidelity;

    public IReadOnlyList<string> NotModelled => model.NotModelled;

    /// <summary>Different shapes that were measured.</summary>
    public int Shapes => _shapes.Count;

    public OperatorCost Cost(Operator work, Gpu gpu)
    {
        OperatorCost modelled = model.Cost(work, gpu);
        if (!ReferenceEquals(gpu, device))
        {
            return modelled;
        }

        OperatorShape shape = OperatorShape.Of(work);
        if (_shapes.Find(shape) is { } own && Seconds(own, modelled.Kernels) is { } seconds)
        {
            return Scaled(modelled, seconds, CostOrigin.Measured);
        }

        if (_shapes.Between(shape) is var (below, above, weight) && Ratio(below) is { } low && Ratio(above) is { } high)
        {
            double ratio = Math.Exp((Math.Log(low) * (1 - weight)) + (Math.Log(high) * weight));
            return Scaled(modelled, modelled.Seconds * ratio, CostOrigin.Interpolated);
        }

        return modelled;
    }

    // What the model says of the parts is kept in proportion, and so is power: energy follows time.
    private static OperatorCost Scaled(OperatorCost modelled, double seconds, CostOrigin origin)
    {
        double ratio = seconds / modelled.Seconds;
        CostBreakdown parts = modelled.Breakdown;
        return modelled with
        {
            Seconds = seconds,
            Joules = modelled.Joules * ratio,
            Origin = origin,
            Breakdown = parts with
            {
                Compute = parts.Compute * ratio,
                Memory = parts.Memory * ratio,
                L2 = parts.L2 * ratio,
                Launch = parts.Launch * ratio,
                Network = parts.Network * ratio,
            },
        };
    }

    // A row is held against the model of the very situation in which it was measured.
    private double? Ratio(IReadOnlyList<MeasuredRow> repeats) => Median(repeats.Select(row =>
    {
        OperatorCost modelled = model.Cost(row.Work[0], device);
        return KernelTime.Of(row, modelled.Kernels, methods) / modelled.Seconds;
    }));

    private double? Seconds(IReadOnlyList<MeasuredRow> repeats, int kernels) =>
        Median(repeats.Select(row => KernelTime.Of(row, kernels, methods)));

    private static double? Median(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? null : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
