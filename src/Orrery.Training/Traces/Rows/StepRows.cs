using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Training.Traces.Rows;

/// <summary>The timelines of a simulated step as rows: what each device does, what it sends, and what runs beside.</summary>
public static class StepRows
{
    /// <summary>The rows of the chosen ranks.</summary>
    public static IReadOnlyList<TimelineRow> Of(StepResult result, RowSelection? selection = null)
    {
        selection ??= new RowSelection();
        RankOrder order = new(result.Plan);
        Dictionary<(int Stage, int Replica), DeviceTimeline> lines = [];
        foreach (DeviceTimeline line in result.Timelines)
        {
            foreach (int replica in line.Replicas)
            {
                lines[(line.Stage, replica)] = line;
            }
        }

        RowBuilder rows = new(selection, result.StepTicks);
        foreach (int rank in selection.Ranks.Count > 0 ? selection.Ranks.Distinct().Order() : Enumerable.Range(0, order.Ranks))
        {
            RankPlace place = order.PlaceOf(rank);
            DeviceTimeline line = lines[(place.Stage, place.Data)];
            string name = $"rank {rank}, stage {place.Stage}, replica {place.Data}";
            ILookup<bool, Activity> beside = line.Activities.ToLookup(activity => activity.Kind == ActivityKind.HiddenReduce);
            rows.Add(rank, name, "device", beside[false].Select(Span));
            rows.Add(rank, name, "beside", beside[true].Select(Span));
            rows.Add(rank, name, "sends forward", line.Sent.Where(message => message.Forward).Select(Span));
            rows.Add(rank, name, "sends backward", line.Sent.Where(message => !message.Forward).Select(Span));
        }

        return rows.Bounded();
    }

    private static TimelineSpan Span(Activity activity)
    {
        string what = activity.Kind switch
        {
            ActivityKind.Forward => "forward",
            ActivityKind.Backward => "backward",
            ActivityKind.InputGradient => "input gradient",
            ActivityKind.WeightGradient => "weight gradient",
            ActivityKind.Send => "send",
            ActivityKind.Receive => "receive",
            ActivityKind.GradientReduce => "reduce gradients",
            ActivityKind.HiddenReduce => "reduce gradients",
            ActivityKind.Optimizer => "optimizer",
            ActivityKind.ParameterGather => "gather weights",
            _ => "offload",
        };
        return new TimelineSpan(what + (activity.MicroBatch >= 0 ? $" {activity.MicroBatch}" : "") + (activity.Chunk > 0 ? $", chunk {activity.Chunk}" : ""),
            activity.Start, activity.End);
    }

    private static TimelineSpan Span(Message message) =>
        new($"micro-batch {message.MicroBatch} to stage {message.To}", message.Start, message.End);
}
