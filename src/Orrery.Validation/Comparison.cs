using Orrery.CostModels.Measured;

namespace Orrery.Validation;

/// <summary>One measurement beside its prediction.</summary>
/// <param name="Row">What was measured.</param>
/// <param name="PredictedSeconds">What the model says the same method would have shown.</param>
public sealed record Comparison(MeasuredRow Row, double PredictedSeconds)
{
    /// <summary>Predicted over measured, less one: +0.1 is ten per cent too slow.</summary>
    public double Error => (PredictedSeconds / Row.Seconds) - 1;

    /// <summary>The error without its sign.</summary>
    public double AbsoluteError => Math.Abs(Error);
}
