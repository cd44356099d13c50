using System.Globalization;
using System.Text;
using Orrery.Experiments.Training;
using Orrery.Training.Memory;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Training;

/// <summary>Every number of a training step as a row of <c>stats.csv</c>: component, metric, unit, value.</summary>
public static class TrainingStats
{
    public static string ToCsv(TrainingResult result)
    {
        StepResult step = result.Step;
        StringBuilder csv = new("component,metric,unit,value\n");
        Row(csv, "step", "time", "s", step.StepSeconds);
        Row(csv, "step", "throughput", "token/s", step.TokensPerSecond);
        Row(csv, "step", "throughput of a gpu", "token/s", step.TokensPerSecondPerGpu);
        Row(csv, "step", "mfu", "1", step.Mfu);
        Row(csv, "step", "hfu", "1", step.Hfu);
        Row(csv, "step", "model flops", "FLOP", step.ModelFlops);
        Row(csv, "step", "hardware flops", "FLOP", step.HardwareFlops);
        Row(csv, "step", "bubble", "1", step.BubbleFraction);
        Row(csv, "step", "power", "W", step.Watts);
        Row(csv, "step", "energy", "J", step.Joules);
        Row(csv, "step", "time with failures", "s", step.EffectiveSeconds);
        foreach (DeviceTimeline line in result.Stages)
        {
            string stage = "stage." + line.Stage.ToString(CultureInfo.InvariantCulture);
            foreach (TimeKind kind in TimeNames.All)
            {
                Row(csv, stage, TimeNames.Of(kind), "s", Ticks.Seconds(line.Shares[kind]));
            }

            foreach ((string name, double bytes) in step.StageMemory[line.Stage].Parts)
            {
                Row(csv, stage, "memory of " + name, "B", bytes);
            }

            foreach (MemoryTier tier in step.TiersAway)
            {
                foreach ((string name, double bytes) in step.StageMemory[line.Stage].PartsOf(tier))
                {
                    Row(csv, stage, $"{TierNames.Of(tier)} of {name}", "B", bytes);
                }
            }

            Row(csv, stage, "bytes sent to other stages by a gpu", "B", line.Sent.Sum(message => message.Bytes));
        }

        foreach (Improvement improvement in result.Improvements)
        {
            Row(csv, "with " + improvement.What, "time", "s", improvement.StepSeconds);
        }

        return csv.ToString();
    }

    private static void Row(StringBuilder csv, string component, string metric, string unit, double value) =>
        csv.Append(component.Replace(',', ';')).Append(',').Append(metric).Append(',').Append(unit).Append(',')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
