using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Sampling;

/// <summary>What a kernel does, from what its shortened kernels did: a line in their warp instructions, through the first and the last of them.</summary>
internal static class Extrapolation
{
    /// <summary>The result of the whole kernel.</summary>
    public static KernelResult Of(SamplePlan plan, IReadOnlyList<SampleResult> samples)
    {
        KernelResult longest = samples[^1].Result;
        if (samples.Count == 1 && ReferenceEquals(samples[0].Run.Kernel, plan.Kernel)) return longest;
        double sliced = (double)plan.Runs[^1].Machine.Gpu.SmCount / plan.Machine.Gpu.SmCount;
        long whole = plan.Kernel.WarpInstructions;
        double target = whole * sliced;
        double Line(Func<SampleResult, double> value, int first = 0)
        {
            double end = value(samples[^1]);
            if (samples.Count == 1) return end;
            double slope = (end - value(samples[first])) / (samples[^1].Run.Whole - samples[first].Run.Whole);
            return end + slope * (target - samples[^1].Run.Whole);
        }
        double cycles = Line(sample => sample.Cycles);
        double other = samples.Count > 2 ? Line(sample => sample.Cycles, 1) : cycles;
        // Counters grow with the blocks, and with the part of the machine.
        long Count(Func<KernelResult, double> value) => Math.Max(0, (long)Math.Round(
            Line(sample => value(sample.Result) * sample.Run.Whole / sample.Run.Kernel.WarpInstructions) / sliced));
        int sms = plan.Machine.Gpu.SmCount;
        long rounded = (long)Math.Round(cycles);
        SmCounters[] counters = [.. Enumerable.Range(0, sms).Select(sm => Counters(sm % longest.Sms.Count))];
        SmCounters Counters(int sm)
        {
            long Of(Func<SmCounters, double> value) => Count(result => value(result.Sms[sm]) * sliced);
            long[] Each(Func<SmCounters, IReadOnlyList<long>> values) =>
                [.. Enumerable.Range(0, values(longest.Sms[0]).Count).Select(at => Of(counted => values(counted)[at]))];
            return new SmCounters(Each(counted => counted.Issued), Each(counted => counted.WarpCycles), Each(counted => counted.SchedulerIssued),
                Each(counted => counted.SchedulerActive), Of(counted => counted.L1Sectors), Of(counted => counted.L1Hits),
                Of(counted => counted.BytesReceived), Of(counted => counted.BytesSent), Of(counted => counted.SharedWavefronts), rounded);
        }
        return longest with
        {
            Kernel = plan.Kernel.Name,
            Start = 0,
            Cycles = rounded,
            Seconds = cycles / plan.Machine.Hertz,
            Sms = counters,
            L2Sectors = Count(result => result.L2Sectors),
            L2Hits = Count(result => result.L2Hits),
            L2BytesSent = Count(result => result.L2BytesSent),
            L2BytesStored = Count(result => result.L2BytesStored),
            DramBytesRead = Count(result => result.DramBytesRead),
            DramBytesWritten = Count(result => result.DramBytesWritten),
            SimulatedFraction = (double)samples.Sum(sample => sample.Result.Instructions) / whole,
            ErrorShare = Math.Abs(cycles - other) / cycles,
        };
    }
}
