using System.Globalization;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Training;

/// <summary>Words and colours for what a device is seen doing.</summary>
public static class ActivityNames
{
    /// <summary>One activity with its micro-batch: "forward 3", in the second chunk "forward 3.1".</summary>
    public static string Of(Activity activity)
    {
        string chunk = activity.Chunk > 0 ? "." + activity.Chunk.ToString(CultureInfo.InvariantCulture) : "";
        return activity.MicroBatch < 0 ? Of(activity.Kind) : string.Create(CultureInfo.InvariantCulture, $"{Of(activity.Kind)} {activity.MicroBatch}{chunk}");
    }

    /// <summary>A kind of activity.</summary>
    public static string Of(ActivityKind kind) => kind switch
    {
        ActivityKind.Forward => "forward",
        ActivityKind.Backward => "backward",
        ActivityKind.InputGradient => "input gradient",
        ActivityKind.WeightGradient => "weight gradient",
        ActivityKind.Send => "send",
        ActivityKind.Receive => "receive",
        ActivityKind.GradientReduce => "reduce gradients",
        ActivityKind.HiddenReduce => "reduce gradients, hidden",
        ActivityKind.Optimizer => "optimizer",
        ActivityKind.ParameterGather => "gather weights",
        _ => "offload",
    };

    /// <summary>The class of its colour in pictures; receiving and sending count as waiting for the network.</summary>
    public static string Css(ActivityKind kind) => kind switch
    {
        ActivityKind.Forward => "t-compute",
        ActivityKind.Backward or ActivityKind.InputGradient => "t-backward",
        ActivityKind.WeightGradient => "t-again",
        ActivityKind.Send or ActivityKind.Receive => "t-pipeline",
        ActivityKind.GradientReduce or ActivityKind.HiddenReduce or ActivityKind.ParameterGather => "t-data",
        ActivityKind.Optimizer => "t-optimizer",
        _ => "t-offload",
    };
}
