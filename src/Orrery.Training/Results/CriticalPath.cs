using System.Globalization;
using Orrery.Training.Plans;
using Orrery.Training.Timelines;

namespace Orrery.Training.Results;

/// <summary>Says in words what decides over the length of a step.</summary>
internal static class CriticalPath
{
    // What is shorter than this part of the step is not worth a sentence.
    private const double Least = 0.01;

    public static IReadOnlyList<string> Of(DeviceTimeline slowest, Plan plan, long ticks)
    {
        List<string> sentences =
        [
            $"Stage {slowest.Stage} waits least: it decides over the step, with {plan.MicroBatches} micro-batches of {plan.MicroBatch}.",
        ];
        IEnumerable<TimeKind> kinds = Enum.GetValues<TimeKind>().OrderByDescending(kind => slowest.Shares[kind]);
        foreach (TimeKind kind in kinds)
        {
            double part = (double)slowest.Shares[kind] / ticks;
            if (part >= Least)
            {
                sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{part:P1} of the step: {Words(kind)}."));
            }
        }

        return sentences;
    }

    private static string Words(TimeKind kind) => kind switch
    {
        TimeKind.Compute => "forward and backward pass",
        TimeKind.Recompute => "forward operators that the backward pass runs again",
        TimeKind.Tensor => "tensor-parallel collectives that nothing hides",
        TimeKind.Context => "keys and values between context-parallel ranks",
        TimeKind.Expert => "tokens on their way to and from experts",
        TimeKind.Pipeline => "messages between stages",
        TimeKind.Data => "gradients and weights between data-parallel ranks",
        TimeKind.Optimizer => "the optimizer",
        TimeKind.Offload => "state on its way to and from the host",
        _ => "waiting for other stages",
    };
}
