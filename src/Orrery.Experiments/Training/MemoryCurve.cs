using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Timelines;

namespace Orrery.Experiments.Training;

/// <summary>Bytes that one device holds over the step: state stays, activations come with forward passes and go with backward ones.</summary>
/// <param name="Stage">Pipeline stage of the device.</param>
/// <param name="Points">Ticks at which it changes, with the bytes from there on.</param>
public sealed record MemoryCurve(int Stage, IReadOnlyList<(long Tick, double Bytes)> Points)
{
    /// <summary>The curve of a device.</summary>
    /// <param name="line">What it does.</param>
    /// <param name="use">What it holds when it holds most.</param>
    /// <param name="costs">What chunks keep for the backward pass.</param>
    public static MemoryCurve Of(DeviceTimeline line, MemoryUse use, StepCosts costs)
    {
        double state = use.Total - use.Activations;
        double held = 0;
        List<(long Tick, double Bytes)> points = [(0, state)];
        IEnumerable<(long Tick, double Change)> changes = line.Activities.Select(activity => Change(activity, costs, line.Stage))
            .Where(change => change.Change != 0).OrderBy(change => change.Tick);
        foreach ((long tick, double change) in changes)
        {
            held += change;

            // What is offloaded does not stay on the device: at most two chunks are there at once.
            points.Add((tick, state + Math.Clamp(held, 0, use.Activations)));
        }

        return new MemoryCurve(line.Stage, points);
    }

    private static (long Tick, double Change) Change(Activity activity, StepCosts costs, int stage) => activity.Kind switch
    {
        ActivityKind.Forward => (activity.Start, costs.Of(stage, activity.Chunk).Kept),
        ActivityKind.Backward or ActivityKind.WeightGradient => (activity.End, -costs.Of(stage, activity.Chunk).Kept),
        _ => (activity.Start, 0),
    };
}
