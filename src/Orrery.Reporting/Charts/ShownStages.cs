using Orrery.Training.Timelines;

namespace Orrery.Reporting.Charts;

/// <summary>Which stages a picture shows: all of a short pipeline, some of a long one, always the first and the last.</summary>
public static class ShownStages
{
    private const int Most = 16;

    public static DeviceTimeline[] Of(IReadOnlyList<DeviceTimeline> stages) => stages.Count <= Most ? [.. stages]
        : [.. Enumerable.Range(0, Most).Select(row => stages[(int)Math.Round(row * (stages.Count - 1) / (Most - 1.0))])];
}
