using Orrery.Training.Results;

namespace Orrery.Reporting.Training;

/// <summary>Words for what a device spends its time on, the same in every output.</summary>
public static class TimeNames
{
    /// <summary>All kinds in the order in which they are shown.</summary>
    public static IReadOnlyList<TimeKind> All { get; } = Enum.GetValues<TimeKind>();

    /// <summary>The name in JSON and CSV.</summary>
    public static string Key(TimeKind kind) => kind switch
    {
        TimeKind.Compute => "compute",
        TimeKind.Recompute => "recompute",
        TimeKind.Tensor => "tensor_communication",
        TimeKind.Context => "context_communication",
        TimeKind.Expert => "expert_communication",
        TimeKind.Pipeline => "pipeline_communication",
        TimeKind.Data => "data_communication",
        TimeKind.Optimizer => "optimizer",
        TimeKind.Offload => "offload",
        _ => "bubble",
    };

    /// <summary>The name for people. Communication is what nothing hides.</summary>
    public static string Of(TimeKind kind) => kind switch
    {
        TimeKind.Compute => "compute",
        TimeKind.Recompute => "recompute",
        TimeKind.Tensor => "exposed tensor communication",
        TimeKind.Context => "exposed context communication",
        TimeKind.Expert => "exposed expert communication",
        TimeKind.Pipeline => "exposed pipeline communication",
        TimeKind.Data => "exposed data communication",
        TimeKind.Optimizer => "optimizer",
        TimeKind.Offload => "exposed offload",
        _ => "bubble",
    };

    /// <summary>The class of its colour in pictures.</summary>
    public static string Css(TimeKind kind) => "t-" + (kind switch
    {
        TimeKind.Compute => "compute",
        TimeKind.Recompute => "again",
        TimeKind.Tensor => "tensor",
        TimeKind.Context => "context",
        TimeKind.Expert => "expert",
        TimeKind.Pipeline => "pipeline",
        TimeKind.Data => "data",
        TimeKind.Optimizer => "optimizer",
        TimeKind.Offload => "offload",
        _ => "bubble",
    });
}
