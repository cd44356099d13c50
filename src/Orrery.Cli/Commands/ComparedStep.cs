using Orrery.Training;
using Orrery.Training.Validation;

namespace Orrery.Cli.Commands;

/// <summary>A measured training step beside its prediction.</summary>
/// <param name="Row">The row.</param>
/// <param name="PredictedSeconds">Seconds of the predicted step.</param>
internal sealed record ComparedStep(TrainingRow Row, double PredictedSeconds)
{
    /// <summary>Part of the measured time by which the prediction is longer.</summary>
    public double Error => (PredictedSeconds / Row.MeasuredSeconds) - 1;

    /// <summary>The prediction of a row.</summary>
    public static ComparedStep Of(TrainingSimulator simulator, TrainingRow row) =>
        new(row, simulator.Run(row.Model, row.Cluster, row.Plan).StepSeconds);

    /// <summary>Mean error without sign, as a fraction.</summary>
    public static double Mean(IReadOnlyList<ComparedStep> steps) => steps.Average(step => Math.Abs(step.Error));
}
