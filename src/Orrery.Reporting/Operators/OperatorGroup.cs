using Orrery.CostModels;
using Orrery.Experiments.Operators;

namespace Orrery.Reporting.Operators;

/// <summary>The same operator of all layers, added up: one row of a table, one bar, one point.</summary>
public sealed record OperatorGroup(
    OperatorResult First, int Count, double Flops, double Bytes, double TimeSeconds, double LaunchSeconds, double Share)
{
    public string Name => First.Name;

    public Bound Bound => First.Bound;

    public double ArithmeticIntensity => Bytes > 0 ? Flops / Bytes : 0;

    public double FlopsPerSecond => TimeSeconds > 0 ? Flops / TimeSeconds : 0;

    public double BytesPerSecond => TimeSeconds > 0 ? Bytes / TimeSeconds : 0;

    /// <summary>Groups in the order in which they first run.</summary>
    public static IReadOnlyList<OperatorGroup> Of(OperatorsResult result) =>
    [
        .. result.Operators
            .GroupBy(op => (op.Name, op.Shape, op.Format, op.Bound))
            .Select(same => new OperatorGroup(
                same.First(),
                same.Count(),
                same.Sum(op => op.Flops),
                same.Sum(op => op.Bytes),
                same.Sum(op => op.TimeSeconds),
                same.Sum(op => op.Breakdown.Launch),
                same.Sum(op => op.ShareOfTotal))),
    ];
}
