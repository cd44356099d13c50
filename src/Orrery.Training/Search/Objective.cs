namespace Orrery.Training.Search;

/// <summary>What the best plan has least of.</summary>
public enum Objective
{
    /// <summary>Time of a step.</summary>
    StepTime,

    /// <summary>Time of a step times its GPUs: what the step costs.</summary>
    GpuTime,
}
