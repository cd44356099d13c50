namespace Orrery.Engine.Scaling;

/// <summary>What a model would gain from a number of threads.</summary>
/// <param name="Threads">Workers.</param>
/// <param name="Lookahead">Ticks a window, <see cref="long.MaxValue"/> without a bound.</param>
/// <param name="Windows">Windows, and so barriers, of the whole run.</param>
/// <param name="CriticalPath">The heaviest partition of each window, added up, in seconds.</param>
/// <param name="Barriers">What all barriers take, in seconds.</param>
/// <param name="SpeedUp">Over the sequential run.</param>
public sealed record ScalePrediction(int Threads, long Lookahead, long Windows, double CriticalPath, double Barriers, double SpeedUp)
{
    /// <summary>The run's time in seconds.</summary>
    public double Seconds => CriticalPath + Barriers;
}

/// <summary>What one sequential run says of a model's parallelism.</summary>
/// <param name="SequentialSeconds">The run without the cost of measuring it.</param>
/// <param name="Activations">Runs of components.</param>
/// <param name="BarrierSeconds">A barrier of two threads on this machine; measured.</param>
/// <param name="Predictions">By number of threads, ascending.</param>
public sealed record ScaleReport(double SequentialSeconds, long Activations, double BarrierSeconds, IReadOnlyList<ScalePrediction> Predictions);
