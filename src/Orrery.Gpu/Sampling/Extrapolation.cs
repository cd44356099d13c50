using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Sampling;

/// <summary>What a kernel does, from what its shortened kernels did: a line through them in their warp instructions.</summary>
/// <param name="plan">The kernel, and how it was shortened.</param>
/// <param name="samples">What the shortened kernels did, the longest last.</param>
internal sealed class Extrapolation(SamplePlan plan, IReadOnlyList<SampleResult> samples)
{
    private readonly SampleResult _last = samples[^1];
    private readonly long _whole = plan.Kernel.WarpInstructions;

    // Part of the machine that was simulated.
    private readonly double _slice = (double)samples[^1].Run.Machine.Gpu.SmCount / plan.Machine.Gpu.SmCount;

    /// <summary>The result of the whole kernel.</summary>
    public KernelResult Result()
    {
        if (samples.Count == 1 && ReferenceEquals(_last.Run.Kernel, plan.Kernel)) return _last.Result;
        double cycles = Line(sample => sample.Cycles);
        double other = _last.Cycles * Line(sample => sample.MeanEnd) / _last.MeanEnd;
        long last = (long)Math.Round(cycles);
        return _last.Result with
        {
            Kernel = plan.Kernel.Name,
            Start = 0,
            Cycles = last,
            Seconds = cycles / plan.Machine.Hertz,
            Sms = [.. Enumerable.Range(0, plan.Machine.Gpu.SmCount).Select(sm => Counters(sm % _last.Result.Sms.Count, last))],
            L2Sectors = Count(sample => sample.Memory.Sectors / _slice),
            L2Hits = Count(sample => sample.Memory.Hits / _slice),
            L2BytesSent = Count(sample => PerBlock(sample, sample.Result.L2BytesSent) / _slice),
            L2BytesStored = Count(sample => PerBlock(sample, sample.Result.L2BytesStored) / _slice),
            DramBytesRead = Count(sample => sample.Memory.BytesRead / _slice),
            DramBytesWritten = Count(sample => sample.Memory.BytesWritten / _slice),
            SimulatedFraction = (double)samples.Sum(sample => sample.Result.Instructions) / _whole,
            ErrorShare = (Math.Abs(cycles - other) + (samples.Count == 1 ? _last.Error : 0)) / cycles,
        };
    }

    private SmCounters Counters(int sm, long last)
    {
        long Of(Func<SmCounters, long> value) => Count(sample => PerBlock(sample, value(sample.Result.Sms[sm])));
        long[] Each(Func<SmCounters, IReadOnlyList<long>> values) =>
            [.. Enumerable.Range(0, values(_last.Result.Sms[sm]).Count).Select(at => Of(counted => values(counted)[at]))];
        return new SmCounters(Each(counted => counted.Issued), Each(counted => counted.WarpCycles), Each(counted => counted.SchedulerIssued),
            Each(counted => counted.SchedulerActive), Of(counted => counted.L1Sectors), Of(counted => counted.L1Hits),
            Of(counted => counted.BytesReceived), Of(counted => counted.BytesSent), Of(counted => counted.SharedWavefronts), last);
    }

    // What every block does alike: with all blocks of the slice.
    private static double PerBlock(SampleResult sample, double value) => value * sample.Multiple;

    private long Count(Func<SampleResult, double> value) => (long)Math.Round(Math.Max(0, Line(value)));

    private double Line(Func<SampleResult, double> value)
    {
        double end = value(_last);
        if (samples.Count == 1) return end;
        double slope = (end - value(samples[0])) / (_last.Run.Whole - samples[0].Run.Whole);
        return end + slope * (_whole * _slice - _last.Run.Whole);
    }
}
