namespace Orrery.Experiments;

/// <summary>A resolved, validated experiment: everything is known, nothing can be wrong any more.</summary>
public interface IExperiment
{
    /// <summary>The kind, as the file's <c>experiment:</c> says: "layer".</summary>
    string Kind { get; }

    /// <summary>A short name for titles and folders: "llama-2-7b-layer".</summary>
    string Name { get; }

    /// <summary>The file it came from, as the user named it.</summary>
    string File { get; }

    /// <summary>Seed of all random numbers.</summary>
    int Seed { get; }

    /// <summary>Every value that will be used, with units, as YAML that loads again as this experiment.</summary>
    string ResolvedYaml { get; }

    /// <summary>Runs to the end, or until cancelled (then <see cref="OperationCanceledException"/>).</summary>
    /// <exception cref="ExperimentException">It cannot be run: what a file cannot be refused for.</exception>
    ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default);
}

/// <summary>How far a run has come.</summary>
/// <param name="Fraction">From 0 to 1.</param>
/// <param name="SimulatedSeconds">Time inside the simulated machine.</param>
/// <param name="Doing">What is being worked on.</param>
public readonly record struct RunProgress(double Fraction, double SimulatedSeconds, string Doing)
{
    /// <summary>Cycles simulated so far; 0 where nothing is simulated cycle by cycle.</summary>
    public long Cycles { get; init; }

    /// <summary>Warp instructions simulated so far.</summary>
    public long WarpInstructions { get; init; }
}
